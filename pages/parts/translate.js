// Streamlit has no language setting: this watches the page and puts its own strings into Chinese. Our own text is left alone.
(() => {
  const dictionary = __DICTIONARY__;
  document.documentElement.lang = "zh-CN";
  if (window.__boardSpeaksChinese) return;
  window.__boardSpeaksChinese = true;
  const exact = new Map(Object.entries(dictionary.exact));
  const patterns = Object.entries(dictionary.pattern).map(([text, said]) => [new RegExp(text), said]);
  const ours = "[data-testid=stMarkdown],[data-testid=stHeading],[data-testid=stHtml],[data-testid=stJson],.js-plotly-plot,script,style";
  const attributes = ["aria-label", "title", "placeholder", "data-title", "alt"];

  const said = (text) => {
    const bare = text.trim();
    if (!/[A-Za-z]/.test(bare)) return null;
    if (exact.has(bare)) return text.replace(bare, exact.get(bare));
    const found = patterns.find(([pattern]) => pattern.test(bare));
    return found ? bare.replace(found[0], found[1]) : null;
  };
  const text = (node) => {
    if (node.parentElement?.closest("[translate=no]")) return;  // an icon: its name draws it
    if (node.parentElement?.closest(ours) && !node.parentElement.closest("[role=dialog]")) return;
    const words = said(node.nodeValue);
    if (words !== null && words !== node.nodeValue) node.nodeValue = words;
  };
  const element = (node) => {
    for (const name of attributes) {
      const value = node.getAttribute(name);
      const words = value && said(value);
      if (words && words !== value) node.setAttribute(name, words);
    }
  };
  const tree = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    element(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) text(node);
      else element(node);
    }
  };
  tree(document.body);
  new MutationObserver((changes) => {
    document.documentElement.lang = "zh-CN";
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") element(change.target);
      else change.addedNodes.forEach(tree);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
})();
