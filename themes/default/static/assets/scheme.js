/* Light or dark. Loaded before anything is painted, so that a page never shows in the wrong one.
   Only a choice that differs from the system's is kept: who goes back follows the system again. */
{
  const key = "dateline-scheme", chosen = document.documentElement.dataset;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (chosen.theme ? chosen.theme === "dark" : system.matches);

  // Storage may be forbidden; then the choice holds for the page.
  try {
    chosen.theme = localStorage.getItem(key) ?? "";
  } catch {}

  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".scheme-switch")) {
      const show = () => {
        button.ariaPressed = isDark();
        const { backgroundColor } = getComputedStyle(document.body);
        for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = backgroundColor;
      };
      button.onclick = () => {
        const wanted = isDark() ? "light" : "dark";
        chosen.theme = (wanted === "dark") === system.matches ? "" : wanted;
        try {
          localStorage.setItem(key, chosen.theme);
        } catch {}
        show();
      };
      system.addEventListener("change", show);
      show();
      button.hidden = false;
    }
  });
}
