/* A card that tells who is meant, on names in the text. It stays while the link or the card is
   pointed at or the link is focused, and goes with Escape. */
(() => {
  const loaded = new Map();
  let last = null;
  window.datelineCard = (card) => (last = card);

  // The script beside the page that a link leads to says what the card holds.
  const load = (link) => {
    const source = new URL("card.js", link.href.replace(/(index\.html)?(#.*)?$/, "")).href;
    if (!loaded.has(source)) {
      const script = document.createElement("script");
      const done = new Promise((resolve) => {
        script.onload = () => resolve(last);
        script.onerror = () => resolve(null);
      });
      script.src = source;
      document.head.append(script);
      loaded.set(source, done);
    }
    return loaded.get(source);
  };

  const box = document.createElement("div");
  box.className = "info-card";
  box.id = "info-card";
  box.role = "tooltip";
  box.hidden = true;
  document.body.append(box);
  let shown = null;
  let wanted = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    wanted = shown = null;
    box.hidden = true;
  };
  const line = (text, name) => {
    const part = document.createElement("p");
    part.className = name;
    part.textContent = text;
    return part;
  };
  const show = async (link) => {
    const card = await load(link);
    if (!card || wanted !== link) return;
    shown?.removeAttribute("aria-describedby");
    const count = card.analyses === 1 ? "1 analysis" : `${card.analyses} analyses`;
    box.replaceChildren(line(card.type, "label"), line(card.name, "info-card-name"));
    if (card.description) box.append(line(card.description, ""));
    box.append(line(count, "meta"));
    box.hidden = false;
    const place = link.getClientRects()[0];
    const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - box.offsetWidth - 8));
    const fits = place.bottom + box.offsetHeight < innerHeight || place.top < box.offsetHeight;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${scrollY + (fits ? place.bottom : place.top - box.offsetHeight)}px`;
    shown = link;
    link.setAttribute("aria-describedby", box.id);
  };
  const later = (wait, then) => {
    clearTimeout(timer);
    timer = setTimeout(then, wait);
  };
  const want = (link, wait) => {
    wanted = link;
    later(wait, () => show(link));
  };
  const leave = () => later(250, () => document.activeElement === shown && shown?.matches(":focus-visible") || hide());

  for (const link of document.querySelectorAll("a.mention")) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && want(link, 300));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && want(link, 0));
    link.addEventListener("blur", hide);
  }
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
