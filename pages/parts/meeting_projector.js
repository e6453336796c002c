// The keys of the projector: each presses the button on screen that does the same. Nothing is caught where there is no projector.
(() => {
  if (window.__boardHasAProjector) return;
  window.__boardHasAProjector = true;
  const keys = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
    Enter: "down", ArrowDown: "down", ArrowUp: "up", Backspace: "up", Escape: "up",
  };
  const button = (name) => document.querySelector(`.st-key-screen-${name} button:not([disabled])`);
  const isTyping = (node) => node?.closest?.("input, textarea, [contenteditable=true], [role=dialog]");
  const isPressable = (node) => node?.closest?.(".st-key-stage button, .st-key-stage [data-go]");
  document.addEventListener("keydown", (event) => {
    const name = keys[event.key];
    if (!name || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target) || !document.querySelector(".st-key-stage")) return;
    const row = event.target.closest?.("[data-go]");
    if (isPressable(event.target) && (event.key === "Enter" || event.key === " ")) {
      if (row) { event.preventDefault(); button(`go-${row.dataset.go}`)?.click(); }
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    button(name)?.click();
  }, true);
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-go]");
    if (row) button(`go-${row.dataset.go}`)?.click();
    if (event.detail && isPressable(event.target)) document.activeElement?.blur();  // so that the next key turns the page
  });
})();
