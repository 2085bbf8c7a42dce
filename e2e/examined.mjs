// Which pages axe has examined in this run, by their markup: a page that only
// differs from an examined one in its texts and in how often its rows repeat
// tells axe nothing new, and axe is what takes the time. What stands around the
// main part depends on who looks, and counts by itself: a page that an organiser
// sees is not examined again for a member.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';

const folder = 'tmp/e2e/examined';

// firstOfItsKind claims the open page's markup for the caller to examine, and
// is false when somebody has it already. way keeps widths apart.
export async function firstOfItsKind(page, way) {
  const parts = await page.evaluate(skeleton);
  return parts.map((markup) => claim(way, markup)).includes(true);
}

function claim(way, markup) {
  const name = createHash('sha256').update(`${way} ${markup}`).digest('hex').slice(0, 32);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(`${folder}/${name}`, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

// skeleton runs in the page: elements with what axe goes by, without texts,
// addresses and ids, of the main part and of what is around it. Neighbours that
// are alike count once.
function skeleton() {
  const words = new Set(['class', 'role', 'type', 'lang', 'scope', 'tabindex', 'rel', 'autocomplete', 'dir', 'hidden']);
  const references = new Set(['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list']);
  const known = (value) => value.split(/\s+/).map((id) => (document.getElementById(id) ? 'y' : 'n')).join('');
  const attribute = ({ name, value }) => {
    if (references.has(name)) return `${name}=${known(value)}`;
    return words.has(name) ? `${name}=${value}` : `${name}=${value.trim() ? 'y' : ''}`;
  };
  const main = document.querySelector('main');
  const draw = (element, left) => {
    if (element === left) return '<main>';
    const children = [];
    for (const node of element.childNodes) {
      const text = node.nodeType === Node.TEXT_NODE && node.data.trim() ? '-' : '';
      const drawn = node.nodeType === Node.ELEMENT_NODE ? draw(node, left) : text;
      if (drawn && drawn !== children.at(-1)) children.push(drawn);
    }
    return `<${element.localName} ${[...element.attributes].map(attribute).sort().join(' ')}>${children.join('')}`;
  };
  return main ? [draw(main), draw(document.documentElement, main)] : [draw(document.documentElement)];
}
