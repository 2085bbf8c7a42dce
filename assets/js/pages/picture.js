// Makes the network picture live: move it, enlarge it, and point at somebody to see their
// conversations. Everything it needs is in the drawing itself; without it the drawing and
// its table say the same.
const svgNS = 'http://www.w3.org/2000/svg';
const states = ['met', 'not_met', 'unknown'];
const reach = 14; // pixels from a pointer to the person it means

class Net {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector('.cuppa-net__frame');
    this.svg = root.querySelector('svg');
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    this.whole = { x, y, width, height };
    this.view = { ...this.whole };
    this.readPeople();
    this.readLines();
    this.pointers = new Map();
    this.addTools();
    this.listen();
  }

  readPeople() {
    const names = [...document.querySelectorAll('[data-group]')];
    const groups = new Map(names.map((e) => [e.dataset.group, e.textContent.trim().replace(/\s*\([^()]*\)$/, '')]));
    this.people = [...this.svg.querySelectorAll('use')].map((use) => ({
      x: use.x.baseVal.value,
      y: use.y.baseVal.value,
      name: use.querySelector('title')?.textContent ?? this.somebody(groups.get(use.parentNode.dataset.look)),
      lines: [],
    }));
    this.at = new Map(this.people.map((p) => [`${p.x} ${p.y}`, p]));
  }

  somebody(group) {
    return group ? `${this.root.dataset.somebody}, ${group}` : this.root.dataset.somebody;
  }

  // A line ends where people are: that says whose it is.
  readLines() {
    for (const state of states) {
      const data = this.svg.querySelector(`:scope > .cuppa-net__line--${state}`)?.getAttribute('d') ?? '';
      for (const [line, from, to] of data.matchAll(/M([\d ]+)L([\d ]+)/g)) {
        for (const end of [from, to]) this.at.get(end)?.lines.push({ state, line });
      }
    }
  }

  addTools() {
    const tools = this.root.querySelector('.cuppa-net__tools');
    const add = (text, act) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'govuk-button govuk-button--secondary';
      button.textContent = text;
      button.addEventListener('click', act);
      tools.append(button);
    };
    add(this.root.dataset.in, () => this.zoom(1.5));
    add(this.root.dataset.out, () => this.zoom(1 / 1.5));
    add(this.root.dataset.whole, () => this.show({ ...this.whole }));
    this.told = this.root.querySelector('.cuppa-net__told');
    this.hint = this.told.textContent;
  }

  listen() {
    const on = (name, act, options) => this.frame.addEventListener(name, act, options);
    on('pointerdown', (e) => this.press(e));
    on('pointermove', (e) => this.move(e));
    for (const name of ['pointerup', 'pointercancel', 'pointerleave']) on(name, (e) => this.release(e));
    on('wheel', (e) => e.ctrlKey && (e.preventDefault(), this.zoom(Math.exp(-e.deltaY / 300), this.place(e))), { passive: false });
    on('keydown', (e) => this.key(e));
  }

  // scale is how many units of the picture a pixel is.
  scale() {
    const box = this.svg.getBoundingClientRect();
    return Math.max(this.view.width / box.width, this.view.height / box.height);
  }

  // place is where in the picture an event is.
  place(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.scale();
    return {
      x: this.view.x + this.view.width / 2 + (event.clientX - box.left - box.width / 2) * scale,
      y: this.view.y + this.view.height / 2 + (event.clientY - box.top - box.height / 2) * scale,
    };
  }

  show(view) {
    const { whole } = this;
    view.width = Math.min(view.width, whole.width);
    view.height = Math.min(view.height, whole.height);
    view.x = Math.min(Math.max(view.x, whole.x), whole.x + whole.width - view.width);
    view.y = Math.min(Math.max(view.y, whole.y), whole.y + whole.height - view.height);
    this.view = view;
    this.root.classList.toggle('cuppa-net--moved', view.width < whole.width);
    this.svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
  }

  // zoom keeps a place, or the middle, where it is.
  zoom(by, keep) {
    const { view, whole } = this;
    const at = keep ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const factor = Math.min(Math.max(view.width / by, whole.width / 24), whole.width) / view.width;
    this.show({
      x: at.x - (at.x - view.x) * factor,
      y: at.y - (at.y - view.y) * factor,
      width: view.width * factor,
      height: view.height * factor,
    });
  }

  shift(x, y) {
    this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y });
  }

  key(event) {
    if (event.target !== this.frame) return;
    const step = this.view.width / 10;
    const acts = {
      ArrowLeft: () => this.shift(-step, 0),
      ArrowRight: () => this.shift(step, 0),
      ArrowUp: () => this.shift(0, -step),
      ArrowDown: () => this.shift(0, step),
      '+': () => this.zoom(1.5),
      '-': () => this.zoom(1 / 1.5),
      Escape: () => this.point(null),
    };
    const zoomed = this.view.width < this.whole.width;
    if (!acts[event.key] || (event.key.startsWith('Arrow') && !zoomed)) return;
    event.preventDefault();
    acts[event.key]();
  }

  press(event) {
    this.pointers.set(event.pointerId, event);
    this.point(this.nearest(event));
    if (event.pointerType === 'mouse') this.frame.setPointerCapture(event.pointerId);
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === 'mouse') this.point(this.nearest(event));
      return;
    }
    const others = [...this.pointers.values()].filter((p) => p.pointerId !== event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (others.length === 1) {
      const apart = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
      this.zoom(apart(event, others[0]) / apart(before, others[0]), this.place(others[0]));
    } else if (this.view.width < this.whole.width) {
      const scale = this.scale();
      this.shift((before.clientX - event.clientX) * scale, (before.clientY - event.clientY) * scale);
    }
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    if (event.type === 'pointerleave') this.point(null);
  }

  nearest(event) {
    const at = this.place(event);
    let best = null;
    let least = reach * this.scale();
    for (const p of this.people) {
      const d = Math.hypot(p.x - at.x, p.y - at.y);
      if (d < least) [best, least] = [p, d];
    }
    return best;
  }

  // point shows one person's conversations and lets everything else fade.
  point(person) {
    if (person === this.pointed) return;
    this.pointed = person;
    this.shown?.remove();
    this.shown = null;
    this.root.classList.toggle('cuppa-net--pointing', person !== null);
    this.told.textContent = person ? this.tell(person) : this.hint;
    if (!person) return;
    this.shown = document.createElementNS(svgNS, 'g');
    this.shown.setAttribute('class', 'cuppa-net__shown');
    const add = (name, attributes) => {
      const element = document.createElementNS(svgNS, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      this.shown.append(element);
    };
    for (const { state, line } of person.lines) add('path', { class: `cuppa-net__line cuppa-net__line--${state}`, d: line });
    const ends = new Set(person.lines.flatMap(({ line }) => line.slice(1).split('L')));
    for (const end of ends) {
      const { x, y } = this.at.get(end);
      add('circle', { class: 'cuppa-net__ring', cx: x, cy: y, r: end === `${person.x} ${person.y}` ? 14 : 8 });
    }
    this.svg.append(this.shown);
  }

  tell(person) {
    const count = (state) => person.lines.filter((l) => l.state === state).length;
    return this.root.dataset.told
      .replace('%{who}', () => person.name)
      .replace('%{met}', count('met'))
      .replace('%{not}', count('not_met'))
      .replace('%{unknown}', count('unknown'));
  }
}

for (const root of document.querySelectorAll('[data-module="cuppa-net"]')) new Net(root);
