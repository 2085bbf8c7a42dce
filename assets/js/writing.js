// Posts what somebody writes in a discussion without loading the page again. The server
// answers as it does to a plain form: with the page, from which the new posts and the next
// form's number are taken, or with what is wrong. Whatever happens, nothing typed is lost.
export class Writing {
  constructor(form, discussion) {
    this.form = form;
    this.discussion = discussion;
    this.text = form.elements.text;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.busy && !this.twice()) this.send();
    });
    form.elements.files?.addEventListener('change', () => this.chosen());
  }

  // twice is whether this is the second click of a double click, which comes when the
  // post has been sent, and would send an empty one.
  twice() {
    return performance.now() - this.sentAt < 1_000 && !this.text.value && !this.files?.files.length;
  }

  async send() {
    if (this.tooLarge()) return;
    this.busy = true;
    this.clear();
    const text = this.text.value;
    try {
      const answer = await fetch(this.form.action, { method: 'POST', body: new FormData(this.form) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const form = page.getElementById('answer');
      if (answer.status === 422 && form) this.wrong(form);
      else if (answer.ok && form) this.sent(page, form, text);
      else if (answer.status === 413) this.say(this.files, this.files.closest('[data-large]').dataset.large);
      else if (answer.redirected && new URL(answer.url).pathname === '/sign-in') this.failed('signedout');
      else this.failed('refused');
    } catch {
      this.failed('offline');
    }
    this.busy = false;
  }

  get files() {
    return this.form.elements.files;
  }

  // tooLarge says so of a file before it travels: one that is much too large is cut off
  // on its way, and the answer with it.
  tooLarge() {
    const limit = this.files?.closest('[data-large]');
    if (!limit || ![...this.files.files].some((file) => file.size > Number(limit.dataset.most))) return false;
    this.clear();
    this.say(this.files, limit.dataset.large);
    return true;
  }

  // failed says why nothing was sent, at the field where it still stands.
  failed(why) {
    this.say(this.text, this.form.querySelector('[data-unsent]').dataset[why]);
  }

  // say puts what is wrong beside a field, as the server would.
  say(field, sentence) {
    const message = document.createElement('p');
    message.className = 'govuk-error-message';
    message.id = `${field.id}-error`;
    message.textContent = sentence;
    this.beside(field, message);
    field.focus();
  }

  beside(field, message) {
    const described = field.getAttribute('aria-describedby');
    field.closest('.govuk-form-group').classList.add('govuk-form-group--error');
    field.classList.add(field === this.files ? 'govuk-file-upload--error' : 'govuk-textarea--error');
    field.before(message);
    field.setAttribute('aria-describedby', [described, message.id].filter(Boolean).join(' '));
    field.closest('details')?.setAttribute('open', '');
  }

  // sent makes the form ready for the next post, which may have been begun meanwhile.
  sent(page, form, text) {
    const typed = this.text.value;
    const next = typed.startsWith(text) ? typed.slice(text.length).trimStart() : typed;
    this.sentAt = performance.now();
    this.text.defaultValue = '';
    if (this.form.elements.alt) this.form.elements.alt.defaultValue = '';
    this.form.reset();
    this.text.value = next;
    this.form.elements.id.value = form.elements.id.value;
    this.form.elements.seen.value = form.elements.seen.value;
    for (const details of this.form.querySelectorAll('details')) details.open = false;
    this.chosen();
    this.text.dispatchEvent(new Event('keyup')); // the count of characters
    this.text.focus({ preventScroll: true });
    this.discussion.catchUp(page);
    this.discussion.say(this.form.dataset.sent);
  }

  // wrong shows what the answer's form says beside its fields beside ours.
  wrong(form) {
    let first;
    for (const message of form.querySelectorAll('.govuk-form-group--error .govuk-error-message[id]')) {
      const field = message.closest('.govuk-form-group').querySelector('[name]');
      const ours = field && this.form.elements[field.name];
      if (!ours?.closest) continue;
      this.beside(ours, document.adoptNode(message));
      first ??= ours;
    }
    if (!first) return this.failed('refused');
    first.focus();
  }

  clear() {
    for (const message of this.form.querySelectorAll('.govuk-form-group--error .govuk-error-message[id]')) {
      for (const field of this.form.querySelectorAll(`[aria-describedby~="${message.id}"]`)) {
        const rest = field.getAttribute('aria-describedby').split(' ').filter((id) => id !== message.id);
        field.setAttribute('aria-describedby', rest.join(' '));
        field.classList.remove(...[...field.classList].filter((name) => name.endsWith('--error')));
      }
      message.closest('.govuk-form-group').classList.remove('govuk-form-group--error');
      message.remove();
    }
  }

  // chosen lists the files in their order, which is that of their descriptions.
  chosen() {
    const list = this.form.querySelector('[data-chosen]');
    if (!list) return;
    list.replaceChildren(
      ...[...this.form.elements.files.files].map((file) => {
        const item = document.createElement('li');
        item.textContent = file.name;
        return item;
      }),
    );
    list.hidden = !list.children.length;
  }
}
