// The reader's own drawings, each with the class that it is given: two to ten classes, collected as one draws.

import { button, element, fill } from './dom.js';
import { strings } from './strings.js';

/** @typedef {import('./training-worker.js').Examples} Examples */

const side = 28;
const mostClasses = 10;
/** So many of a class are shown as pictures. */
const shownCount = 8;

export class OwnDrawings {
  /**
   * @param {() => Uint8Array | null} drawing the drawing at hand, prepared; null where there is none
   * @param {(isNewNetwork: boolean) => void} changed
   */
  constructor(drawing, changed) {
    this.drawing = drawing;
    this.changed = changed;
    /** @type {{ name: string, pictures: Uint8Array[] }[]} */
    this.classes = [{ name: 'A', pictures: [] }, { name: 'B', pictures: [] }];
    /**
     * @type {{ element: HTMLElement, add: HTMLButtonElement, remove: HTMLButtonElement | null, count: HTMLElement,
     *   pictures: HTMLElement }[]}
     */
    this.rows = [];
    this.list = element('div', { class: 'class-list' });
    this.count = element('p', { class: 'note', 'aria-live': 'polite' });
    this.more = button(strings.addClass, () => this.#addClass(), { class: 'small' });
    this.element = element('div', { hidden: true, class: 'panel collector' },
      element('p', { class: 'note' }, strings.collect), this.list, element('div', { class: 'source' }, this.more,
        button(strings.clearCollected, () => this.#clear(), { class: 'small' })), this.count);
    this.#show();
  }

  #addClass() {
    this.classes.push({ name: String.fromCharCode(65 + this.classes.length), pictures: [] });
    this.#show();
    this.changed(true);
  }

  #clear() {
    for (const one of this.classes) one.pictures = [];
    this.#update();
    this.changed(false);
  }

  /** Makes the rows anew, for another number of classes. */
  #show() {
    this.more.disabled = this.classes.length >= mostClasses;
    this.rows = this.classes.map((one, index) => {
      const name = element('input', { type: 'text', value: one.name, maxlength: 16, 'aria-label': strings.className(index + 1),
        oninput: () => { one.name = name.value.trim() || String(index + 1); }, onchange: () => {
          this.#update();
          this.changed(false);
        } });
      const add = button(strings.addDrawing, () => {
        const picture = this.drawing();
        if (!picture) return;
        one.pictures.push(picture);
        this.#update();
        this.changed(false);
      }, { class: 'small' });
      const remove = this.classes.length > 2 && index === this.classes.length - 1
        ? button('×', () => {
          this.classes.pop();
          this.#show();
          this.more.focus();
          this.changed(true);
        }, { class: 'small' }) : null;
      const count = element('span', { class: 'size' });
      const pictures = element('span', { class: 'thumbnails', 'aria-hidden': 'true' });
      return { element: element('div', { class: 'own-class' }, name, add, count, remove, pictures), add, remove, count, pictures };
    });
    fill(this.list, ...this.rows.map((row) => row.element));
    this.#update();
  }

  /** Shows what the classes hold. */
  #update() {
    this.rows.forEach(({ add, remove, count, pictures }, index) => {
      const one = this.classes[index];
      add.setAttribute('aria-label', strings.asClass(one.name));
      remove?.setAttribute('aria-label', strings.removeClass(one.name));
      count.textContent = String(one.pictures.length);
      fill(pictures, ...one.pictures.slice(-shownCount).map((picture) => thumbnail(picture)));
    });
    this.count.textContent = strings.collected(this.classes.reduce((sum, one) => sum + one.pictures.length, 0),
      this.classes.filter((one) => one.pictures.length > 0).length);
  }

  get names() {
    return this.classes.map(({ name }) => name);
  }

  /** @returns {Examples | undefined} undefined until two classes have drawings */
  get examples() {
    if (this.classes.filter((one) => one.pictures.length > 0).length < 2) return undefined;
    const all = this.classes.flatMap(({ pictures }, label) => pictures.map((picture) => ({ picture, label })));
    const pixels = new Uint8Array(side * side * all.length);
    all.forEach(({ picture }, index) => pixels.set(picture, side * side * index));
    return { pixels, labels: Uint8Array.from(all, ({ label }) => label) };
  }
}

/**
 * A picture of 28 × 28 bytes, light on dark.
 * @param {Uint8Array} pixels
 */
export function picture(pixels) {
  const canvas = element('canvas', { width: side, height: side });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(side, side);
  pixels.forEach((gray, index) => image.data.set([gray, gray, gray, 255], 4 * index));
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * The same, small and dark on light.
 * @param {Uint8Array} pixels
 */
export function thumbnail(pixels) {
  const canvas = picture(pixels.map((gray) => 255 - gray));
  canvas.className = 'thumbnail';
  return canvas;
}
