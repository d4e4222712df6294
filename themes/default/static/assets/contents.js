/* Marks the heading that is being read in the table of contents. */
(() => {
  const contents = document.querySelector(".toc.wide-only");
  if (!contents) return;
  const rail = contents.closest(".rail");
  const parts = [...contents.querySelectorAll("a")].flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  let current;
  let waiting = false;

  const mark = () => {
    waiting = false;
    const line = innerHeight * 0.3;
    const reached = parts.findLast(({ heading }) => heading.getBoundingClientRect().top < line);
    if (reached === current) return;
    current?.link.removeAttribute("aria-current");
    current = reached;
    if (!current) return;
    current.link.setAttribute("aria-current", "location");
    if (rail) rail.scrollTop = current.link.offsetTop - rail.clientHeight / 2;
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  mark();
})();
