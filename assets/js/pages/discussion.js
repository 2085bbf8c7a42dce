// Makes a discussion live: posts that others write, edit or delete appear by themselves.
// Nothing takes the focus, nothing that one reads or types moves, what is new is said
// politely, and all of it can be paused. Without it the same page works by reloading.
import { Writing } from '../writing.js';

const again = [5_000, 15_000, 45_000, 120_000]; // milliseconds, when the server refused

class Discussion {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector('[data-posts]');
    this.here = root.querySelector('[data-here]');
    this.log = root.querySelector('[data-log]');
    this.stopped = root.querySelector('[data-stopped]');
    this.below = root.querySelector('[data-below]');
    this.pause = root.querySelector('[data-pause]');
    this.last = root.dataset.from;
    this.refused = 0;
    this.waiting = new Map(); // articles that somebody is in, and what is to take their place
    this.paused = sessionStorage.getItem('paused') === root.dataset.live;
    this.pause.hidden = false;
    this.pause.addEventListener('click', () => this.turn(!this.paused));
    document.addEventListener('visibilitychange', () => this.follow());
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', () => this.follow());
    this.list.addEventListener('focusout', () => setTimeout(() => this.late()));
    this.watch();
    const form = document.querySelector('#answer');
    if (form && 'replaceChildren' in form) new Writing(form, this);
    this.turn(this.paused);
  }

  turn(paused) {
    this.paused = paused;
    this.pause.textContent = paused ? this.pause.dataset.resume : this.pause.dataset.pause;
    if (paused) sessionStorage.setItem('paused', this.root.dataset.live);
    else sessionStorage.removeItem('paused');
    this.follow();
  }

  // A page that nobody looks at does not listen; it catches up when it is looked at.
  follow() {
    if (this.paused || document.hidden) return this.close();
    if (this.source) return;
    this.source = new EventSource(`${this.root.dataset.live}?from=${this.last}`);
    this.source.addEventListener('open', () => {
      this.refused = 0;
      this.stopped.hidden = true;
    });
    this.source.addEventListener('post', (event) => this.post(event));
    this.source.addEventListener('here', (event) => (this.here.textContent = event.data.trim()));
    this.source.addEventListener('error', () => {
      if (this.source?.readyState !== EventSource.CLOSED) return; // the browser tries again
      this.close();
      if (this.refused < again.length) setTimeout(() => this.follow(), again[this.refused++]);
      else this.stopped.hidden = false;
    });
  }

  close() {
    this.source?.close();
    this.source = undefined;
    this.here.textContent = '';
  }

  post(event) {
    this.last = event.lastEventId;
    const article = new DOMParser().parseFromString(event.data, 'text/html').querySelector('article');
    if (!article) return;
    document.adoptNode(article);
    const before = document.getElementById(article.id);
    if (before) this.replace(before, article);
    else if (Number(article.dataset.seq) > Number(this.list.lastElementChild?.dataset.seq ?? 0)) this.add(article);
  }

  // catchUp takes the posts of a page that was loaded. Where it does not reach back to what
  // is here, that page itself is shown.
  catchUp(page) {
    const posts = [...page.querySelectorAll('[data-posts] article')];
    const newest = () => Number(this.list.lastElementChild?.dataset.seq ?? 0);
    const live = page.querySelector('[data-live]');
    const reaches = posts.some((e) => document.getElementById(e.id)) || !this.list.children.length;
    if (!live || !reaches) return location.assign(location.pathname);
    for (const article of posts) {
      document.adoptNode(article);
      const before = document.getElementById(article.id);
      if (before) this.replace(before, article);
      else if (Number(article.dataset.seq) > newest()) this.add(article);
    }
    this.last = Math.max(this.last, live.dataset.from);
  }

  // What somebody is in stays until they have left it.
  replace(before, article) {
    if (Number(before.dataset.change) >= Number(article.dataset.change)) return;
    if (before.contains(document.activeElement)) return this.waiting.set(before, article);
    this.still(() => before.replaceWith(article));
  }

  late() {
    for (const [before, article] of this.waiting) {
      if (before.contains(document.activeElement)) continue;
      this.waiting.delete(before);
      this.still(() => before.replaceWith(article));
    }
  }

  add(article) {
    this.root.querySelector('[data-empty]')?.remove();
    this.still(() => this.list.append(article));
    if (article.dataset.mine === undefined) {
      if (article.dataset.said) this.say(article.dataset.said);
      const { top } = article.getBoundingClientRect();
      if (top > innerHeight || top < 0) {
        this.below.querySelector('a').href = `#${article.id}`;
        this.still(() => (this.below.hidden = false));
      }
    }
    this.seen?.observe(article);
  }

  // Several posts at a time are one sentence after the other, and not read twice.
  say(text) {
    const line = document.createElement('p');
    line.textContent = text;
    this.log.append(line);
    setTimeout(() => line.remove(), 10_000);
  }

  // still changes the page, and keeps what somebody types or reads where it is.
  still(change) {
    const active = document.activeElement;
    const kept =
      active && active !== document.body && active.getBoundingClientRect().bottom > 0 && active.closest('main')
        ? active
        : [...this.list.children].find((e) => e.getBoundingClientRect().bottom > 0);
    const before = kept?.getBoundingClientRect().top;
    change();
    const moved = kept?.isConnected ? kept.getBoundingClientRect().top - before : 0;
    if (moved) scrollBy({ top: moved, behavior: 'instant' });
  }

  // What has been looked at for a moment is read.
  watch() {
    if (this.root.dataset.read === undefined || !('IntersectionObserver' in window)) return;
    let newest = 0;
    let timer;
    const tell = () => {
      if (document.hidden) return;
      const body = new URLSearchParams({ seen: newest });
      fetch(this.root.dataset.read, { method: 'POST', body, redirect: 'manual' }).catch(() => {});
    };
    this.seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.seen.unobserve(target);
        if (this.below.querySelector('a').hash === `#${target.id}`) this.still(() => (this.below.hidden = true));
        newest = Math.max(newest, Number(target.dataset.seq));
        clearTimeout(timer);
        timer = setTimeout(tell, 1500);
      }
    });
    for (const article of this.list.querySelectorAll('article')) this.seen.observe(article);
  }
}

for (const root of document.querySelectorAll('[data-live]')) new Discussion(root);
