// The first visit after a restart may be told "Page not found" although the page is in the menu and shown: Streamlit looks into its legacy
// folder before the frame has run once. Such a message is closed; one about an address that is not in the menu stays.
(() => {
  if (window.__boardKnowsItsPages) return;
  window.__boardKnowsItsPages = true;
  const titles = ["Page not found", "没有这个页面"];
  // The address that was asked for; the one in the bar is already that of the page shown instead.
  const asked = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href).pathname;
  const isInMenu = () => [...document.querySelectorAll("[data-testid=stSidebarNavLink]")].some((link) => new URL(link.href).pathname === asked);
  const close = () => {
    const dialog = [...document.querySelectorAll("[role=dialog]")].find((one) => titles.some((title) => one.textContent.startsWith(title)));
    if (dialog && isInMenu()) dialog.querySelector("button")?.click();
  };
  close();
  new MutationObserver(close).observe(document.body, { subtree: true, childList: true });
})();
