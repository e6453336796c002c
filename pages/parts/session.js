// A session may end while the page stands open: then the sign-in page is shown, and leads back here.
(() => {
  if (window.__boardWatchesItsSession) return;
  window.__boardWatchesItsSession = true;
  const everyMilliseconds = 15000;
  const look = async () => {
    const answer = await fetch("/_board/alive", { cache: "no-store" }).catch(() => null);  // a network that is down is no end of a session
    if (answer?.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  setInterval(look, everyMilliseconds);
  document.addEventListener("visibilitychange", () => document.hidden || look());
})();
