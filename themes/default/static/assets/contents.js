/* Marks the heading that is being read in the table of contents. */
{
  const links = [...document.querySelectorAll(".toc.wide-only a")];
  const heading = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const rail = links[0]?.closest(".rail");
  let current, waiting;

  const mark = () => {
    waiting = false;
    const reached = links.findLast((link) => heading(link)?.getBoundingClientRect().top < innerHeight * 0.3);
    if (reached === current) return;
    current?.removeAttribute("aria-current");
    current = reached;
    current?.setAttribute("aria-current", "location");
    if (current && rail) rail.scrollTop = current.offsetTop - rail.clientHeight / 2;
  };
  const soon = () => (waiting ||= requestAnimationFrame(mark));
  if (links[0]) {
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }
}
