/* Buttons that copy what stands before them. Browsers have no clipboard for pages from a plain connection. */
for (const button of navigator.clipboard ? document.querySelectorAll(".copy") : []) {
  const name = button.textContent;
  button.addEventListener("click", async () => {
    const copied = navigator.clipboard.writeText(button.previousElementSibling.textContent.trim());
    button.textContent = await copied.then(() => "Copied", () => "Not copied");
    setTimeout(() => (button.textContent = name), 2000);
  });
  button.ariaLive = "polite";
  button.hidden = false;
}
