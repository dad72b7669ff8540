// Play, step and scrub: the window slides over every position of the map, row by row.

import { button, choice, element } from './dom.js';
import { strings } from './strings.js';

/** Positions a second. */
const speeds = /** @type {Record<string, number>} */ ({ slow: 2, medium: 12, fast: 120 });

export class Player {
  /** @param {(index: number) => void} move */
  constructor(move) {
    this.move = move;
    this.count = 1;
    this.index = 0;
    this.timer = 0;
    this.playButton = button(strings.play, () => this.toggle(), { class: 'primary', 'aria-pressed': 'false' });
    this.slider = element('input', {
      type: 'range', min: 0, max: 0, value: 0, id: 'position', 'aria-label': strings.position,
      oninput: () => this.#go(this.slider.valueAsNumber),
    });
    this.readout = element('output', { for: 'position' });
    const { field, select } = choice(strings.speed, Object.keys(speeds).map((word) => (
      { value: word, text: strings.speeds[word] })), () => { if (this.timer) this.#run(); }, { id: 'speed' });
    this.speed = select;
    this.speed.value = 'medium';
    this.element = element('div', { class: 'player', role: 'group', 'aria-label': strings.position },
      button('◀', () => this.#go(this.index - 1), { 'aria-label': strings.stepBack, title: strings.stepBack }),
      this.playButton,
      button('▶', () => this.#go(this.index + 1), { 'aria-label': strings.stepOn, title: strings.stepOn }),
      this.slider, this.readout, field);
  }

  /**
   * Shows where the window stands, without moving it.
   * @param {number} index
   * @param {number} count
   */
  show(index, count) {
    this.index = index;
    this.count = count;
    this.slider.max = String(Math.max(0, count - 1));
    this.slider.value = String(index);
    this.readout.textContent = `${index + 1} / ${count}`;
  }

  toggle() {
    if (this.timer) this.stop();
    else this.#run();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.playButton.textContent = strings.play;
    this.playButton.setAttribute('aria-pressed', 'false');
  }

  #run() {
    clearInterval(this.timer);
    this.playButton.textContent = strings.pause;
    this.playButton.setAttribute('aria-pressed', 'true');
    const speed = speeds[this.speed.value];
    // A screen shows 60 pictures a second: faster speeds skip positions.
    const step = Math.max(1, Math.round(speed / 60));
    this.timer = setInterval(() => this.#go((this.index + step) % this.count), 1000 / Math.min(speed, 60));
  }

  /** @param {number} index */
  #go(index) {
    this.move(Math.max(0, Math.min(this.count - 1, index)));
  }
}
