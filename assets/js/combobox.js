// An input with a datalist works everywhere but is poorly zoomed, styled and announced.
// This turns it into an editable combobox with a listbox, after the ARIA Authoring
// Practices: what is typed always counts, a suggestion is only ever an offer.
const SHOWN = 8;

const fold = (s) =>
  s
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Options that hold every typed word, those that begin with the text first. */
export function matches(options, typed) {
  const text = fold(typed).trim();
  if (!text) return [];
  const words = text.split(/\s+/);
  const rank = (o) => (o.folded.startsWith(text) ? 0 : o.folded.includes(' ' + text) ? 1 : 2);
  return options
    .filter((o) => words.every((w) => o.folded.includes(w)))
    .sort((a, b) => rank(a) - rank(b) || a.folded.localeCompare(b.folded))
    .slice(0, SHOWN);
}

export class Combobox {
  static moduleName = 'cuppa-combobox';

  constructor(root) {
    this.root = root;
    this.input = root.querySelector('input');
    const datalist = root.querySelector('datalist');
    if (!this.input || !datalist) return;
    this.options = Array.from(datalist.options, (o) => ({ text: o.value, folded: fold(o.value) }));
    this.source = root.dataset.source;
    datalist.remove();
    this.build();
    this.listen();
  }

  build() {
    const { input, root } = this;
    this.list = document.createElement('ul');
    this.list.id = input.id + '-listbox';
    this.list.className = 'cuppa-combobox__list';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', input.labels[0]?.textContent.trim() ?? '');
    this.list.hidden = true;
    this.status = document.createElement('div');
    this.status.className = 'govuk-visually-hidden';
    this.status.setAttribute('role', 'status');
    root.append(this.list, this.status);
    input.removeAttribute('list');
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.list.id);
    input.setAttribute('aria-expanded', 'false');
    input.autocomplete = 'off';
  }

  listen() {
    this.input.addEventListener('input', () => {
      this.open();
      this.ask();
    });
    this.input.addEventListener('keydown', (e) => this.key(e));
    this.input.addEventListener('blur', () => this.close());
    // mousedown would take the focus, and with it the list, before the click arrives
    this.list.addEventListener('mousedown', (e) => e.preventDefault());
    this.list.addEventListener('click', (e) => {
      const option = e.target.closest('[role=option]');
      if (option) this.take(option);
    });
  }

  open() {
    const found = matches(this.options, this.input.value);
    this.list.replaceChildren(...found.map((o, i) => this.option(o.text, i)));
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.show(found.length > 0);
    this.say(found.length);
  }

  // ask looks for more than the page brought along, once nothing has been typed
  // for a moment. Where there is no answer, what the page brought is offered.
  ask() {
    clearTimeout(this.asking);
    const typed = this.input.value.trim();
    if (!this.source || typed.length < 2) return;
    this.asking = setTimeout(async () => {
      const answer = await fetch(`${this.source}?q=${encodeURIComponent(typed)}`).catch(() => null);
      if (!answer?.ok) return;
      const known = new Set(this.options.map((o) => o.text));
      for (const text of (await answer.json()).suggestions) {
        if (!known.has(text)) this.options.push({ text, folded: fold(text) });
      }
      if (this.input.value.trim() === typed && document.activeElement === this.input) this.open();
    }, 250);
  }

  option(text, i) {
    const li = document.createElement('li');
    li.id = `${this.list.id}-${i}`;
    li.className = 'cuppa-combobox__option';
    li.setAttribute('role', 'option');
    li.setAttribute('aria-selected', 'false');
    li.textContent = text;
    return li;
  }

  say(count) {
    const { one, other, none } = this.root.dataset;
    const text = count === 0 ? none : count === 1 ? one : other;
    this.status.textContent = this.input.value.trim() ? text.replace('%{count}', count) : '';
  }

  show(visible) {
    this.list.hidden = !visible;
    this.input.setAttribute('aria-expanded', String(visible));
  }

  close() {
    this.show(false);
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) this.open();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && open && this.active >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      this.close();
    }
  }

  move(by) {
    const items = this.list.children;
    if (items.length === 0) return;
    items[this.active]?.setAttribute('aria-selected', 'false');
    this.active = this.active < 0 && by < 0 ? items.length - 1 : (this.active + by + items.length) % items.length;
    const item = items[this.active];
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', item.id);
  }

  take(option) {
    this.input.value = option.textContent;
    this.close();
    this.status.textContent = '';
    this.input.focus();
  }
}
