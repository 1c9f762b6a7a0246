// Keeps a note of every sentence that a live region was given, by its urgency.
(() => {
  window.spoken = { polite: [], assertive: [] };
  new MutationObserver((changes) => {
    for (const change of changes) {
      const region = change.target.closest?.("[aria-live]");
      const said = region && window.spoken[region.getAttribute("aria-live")];
      for (const added of said ? change.addedNodes : []) said.push(added.textContent);
    }
  }).observe(document, { childList: true, subtree: true });
})();
