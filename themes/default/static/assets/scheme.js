/* Light or dark. Loaded before anything is painted, so that a page never shows in the wrong one.
   Only a choice that differs from the system's is kept: who goes back follows the system again. */
(() => {
  const key = "dateline-scheme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const choose = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
    else delete root.dataset.theme;
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.dataset.media ??= meta.media;
      meta.media = scheme ? (meta.dataset.media.includes(scheme) ? "all" : "not all") : meta.dataset.media;
    }
  };

  // Storage may be forbidden; then the choice holds for the page.
  try {
    choose(localStorage.getItem(key));
  } catch {}

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".scheme-switch")) {
      const show = () => button.setAttribute("aria-pressed", isDark());
      button.addEventListener("click", () => {
        const wanted = isDark() ? "light" : "dark";
        const differs = (wanted === "dark") !== system.matches;
        choose(differs ? wanted : "");
        try {
          if (differs) localStorage.setItem(key, wanted);
          else localStorage.removeItem(key);
        } catch {}
        show();
      });
      system.addEventListener("change", show);
      show();
      button.hidden = false;
    }
  });
})();
