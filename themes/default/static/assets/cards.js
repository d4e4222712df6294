/* A card that tells who is meant, on names in the text (WCAG 1.4.13). It stays while the link or the card
   is pointed at or the link is focused, and goes with Escape. The style sheet places it at the link that
   it describes. */
{
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const box = make("div", { className: "info-card", id: "info-card", role: "tooltip", hidden: true }), loaded = {};
  // Anyone can write the class: cards come from this site alone.
  const home = new URL("..", document.currentScript.src).href;
  let last, link, timer;
  document.body.append(box);

  // The script beside the page that a link leads to says what the card holds.
  window.datelineCard = (card) => (last = card);
  const load = (src) => loaded[src] ??= new Promise((done) =>
    document.head.append(make("script", { src, onload: () => done(last), onerror: () => done() })));

  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    box.hidden = true;
  };
  const show = async (wanted) => {
    hide();
    link = wanted;
    if (!link.href.startsWith(home)) return;
    const card = await load(new URL("card.js", link.href).href);
    if (!card || link !== wanted) return;
    const lines = { label: card.type, "info-card-name": card.name, "info-card-text": card.description,
      meta: card.analyses + (card.analyses === 1 ? " analysis" : " analyses") };
    box.replaceChildren();
    for (const className in lines) if (lines[className]) box.append(make("p", { className, textContent: lines[className] }));
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
  };
  const soon = (wait, then) => {
    clearTimeout(timer);
    timer = setTimeout(then, wait);
  };
  const leave = () => soon(250, () => box.matches(":hover") || link?.matches(":hover, :focus-visible") || hide());

  for (const name of document.querySelectorAll("a.mention")) {
    name.onpointerenter = ({ pointerType }) => pointerType === "mouse" && soon(300, () => show(name));
    name.onfocus = () => name.matches(":focus-visible") && show(name);
    name.onpointerleave = name.onblur = leave;
  }
  box.onpointerleave = leave;
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}
