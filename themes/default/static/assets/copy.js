/* Buttons that copy what stands before them. */
for (const button of document.querySelectorAll(".copy")) {
  // Browsers have no clipboard for pages that came over a plain connection.
  if (!navigator.clipboard) break;
  const name = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent.trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied";
    }
    setTimeout(() => (button.textContent = name), 2000);
  });
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
}
