// A wide table scrolls inside its own region, which must then take the keyboard's focus.
// Where the table fits there is nothing to scroll, so the extra stop goes away.
export class ScrollRegion {
  static moduleName = 'cuppa-scroll';

  constructor(element) {
    const label = element.getAttribute('aria-label');
    const update = () => {
      const scrolls = element.scrollWidth > element.clientWidth;
      const attributes = { tabindex: '0', role: 'region', 'aria-label': label };
      for (const [name, value] of Object.entries(attributes)) {
        if (scrolls) element.setAttribute(name, value);
        else element.removeAttribute(name);
      }
    };
    update();
    if ('ResizeObserver' in window) new ResizeObserver(update).observe(element);
  }
}
