// The demo's outbox, read without a browser: hundreds of letters are too many
// to look at, but few are of different kinds.

// letters are all letters: their path, subject, and the pages they lead to.
export async function letters(network) {
  const paths = new Set();
  for (let page = '/outbox'; page;) {
    const html = await text(network, page);
    for (const [, path] of html.matchAll(/href="(\/outbox\/[\w-]+)"/g)) paths.add(path);
    page = /href="([^"]+)" rel="next"/.exec(html)?.[1].replaceAll('&amp;', '&');
  }
  const list = [];
  for (const path of paths) {
    const html = await text(network, path);
    const body = /<article[\s\S]*<\/article>/.exec(html)[0];
    list.push({
      path, invites: html.includes(`${path}/invite.ics`), shape: skeleton(body),
      links: [...body.matchAll(/href="(\/[a-z-]+\/[^"]+)"/g)].map(([, link]) => link.replaceAll('&amp;', '&')),
    });
  }
  return list;
}

// oneOfEachKind keeps letters whose parts differ.
export const oneOfEachKind = (list) => [...new Map(list.map((letter) => [letter.shape, letter])).values()];

const text = async (network, path) => (await fetch(network.url + path)).text();

// skeleton is markup without texts and addresses, where what repeats counts once.
function skeleton(html) {
  const parts = [...html.matchAll(/<(\w+)(?:[^>]*?class="([^"]*)")?/g)].map(([, tag, name]) => `${tag}.${name ?? ''}`);
  return parts.filter((part, i) => part !== parts[i - 1]).join(' ');
}
