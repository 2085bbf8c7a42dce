// Looks again how far a draw is, until it is made. The page stays where it is: only what is
// said changes, and the whole page once there is something else to see. Nothing is read
// aloud again and again; a reader who wants to know goes to the text.
const every = 1500; // milliseconds
const most = 15_000; // when the draw takes long, or the server does not answer

function follow(element) {
  const far = element.querySelector('[data-drawing-far]');
  element.querySelector('.cuppa-drawing__again')?.remove();
  let wait = every;
  const look = async () => {
    try {
      const answer = await fetch(element.dataset.drawing, { headers: { Accept: 'text/html' } });
      if (!answer.ok || answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.querySelector('[data-drawing-far]');
      if (!next) return location.replace(element.dataset.drawing);
      far.replaceChildren(...document.adoptNode(next).childNodes);
    } catch {
      // The server or the network is away: asked again, more rarely.
    }
    wait = Math.min(wait * 1.1, most);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}

for (const element of document.querySelectorAll('[data-drawing]')) follow(element);
