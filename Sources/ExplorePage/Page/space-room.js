// The network room in space: the same network, picture and value as planes that one can turn; and the guided tour.

import { button, element, fill } from './dom.js';
import { link, linked } from './link.js';
import { applied, SpaceScene } from './space-scene.js';
import { strings } from './strings.js';
import { tourOf } from './tour.js';

/** @typedef {import('./space-scene.js').Camera} Camera */

const lineCount = 48;
const home = { yaw: 0.75, pitch: 0.32, zoom: 1, x: 0, y: 0 };

export class SpaceRoom {
  /** @param {import('./network-room.js').NetworkRoom} flat the room whose picture, value and panels it shows */
  constructor(flat) {
    this.name = 'space';
    this.title = strings.spaceRoom;
    this.flat = flat;
    this.scene = new SpaceScene(flat.network);
    this.canvas = element('canvas', { class: 'space', tabindex: 0, role: 'application', 'aria-label': strings.spaceLabel });
    this.layers = element('div', { class: 'source', role: 'group', 'aria-label': strings.layers });
    this.text = element('p', { class: 'tour-text', 'aria-live': 'polite' });
    this.counter = element('span', { class: 'size' });
    this.back = button('◀', () => this.#step(this.step - 1), { 'aria-label': strings.tourBack });
    this.on = button(strings.tourStart, () => this.#step(this.step + 1), { class: 'primary' });
    this.step = -1;
    this.animation = 0;
    this.pointers = new Map();
    const turn = (/** @type {Partial<Camera>} */ by) => () => this.#turn(by);
    this.panel = element('section', { class: 'panel space-panel', 'aria-label': strings.spaceRoom },
      element('div', { class: 'source tour' }, this.back, this.on, this.counter, this.text),
      this.canvas,
      element('div', { class: 'source' },
        button('⟲', turn({ yaw: -0.15 }), { 'aria-label': strings.turnLeft }),
        button('⟳', turn({ yaw: 0.15 }), { 'aria-label': strings.turnRight }),
        button('↥', turn({ pitch: 0.1 }), { 'aria-label': strings.turnUp }),
        button('↧', turn({ pitch: -0.1 }), { 'aria-label': strings.turnDown }),
        button('+', turn({ zoom: 1.25 }), { 'aria-label': strings.zoomIn }),
        button('−', turn({ zoom: 0.8 }), { 'aria-label': strings.zoomOut }),
        button(strings.cameraHome, () => this.#fly(home)), element('span', { class: 'note' }, strings.spaceHint)),
      element('div', { class: 'source' }, element('span', { class: 'note' }, strings.openLayers), this.layers));
    this.element = element('div', { class: 'room network-room' });
    this.#listen();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  #listen() {
    const { canvas, pointers } = this;
    const place = (/** @type {MouseEvent} */ event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener('pointerdown', (event) => {
      pointers.set(event.pointerId, place(event));
      canvas.setPointerCapture(event.pointerId);
      this.moved = 0;
    });
    canvas.addEventListener('pointermove', (event) => {
      const now = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        const found = this.scene.at(now[0], now[1]);
        if (found) this.flat.pointed(found.layer, found.index, false);
        return;
      }
      const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
      this.moved = (this.moved ?? 0) + Math.abs(dx) + Math.abs(dy);
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? now;
        const length = (/** @type {number[]} */ point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
        this.#turn({ zoom: length(now) / length(before), x: dx / 2, y: dy / 2 });
      } else if (event.shiftKey) this.#turn({ x: dx, y: dy });
      else this.#turn({ yaw: dx * 0.006, pitch: dy * 0.005 });
      pointers.set(event.pointerId, now);
    });
    const end = (/** @type {PointerEvent} */ event) => pointers.delete(event.pointerId);
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
    canvas.addEventListener('click', (event) => {
      const [x, y] = place(event);
      const found = (this.moved ?? 0) < 5 ? this.scene.at(x, y) : null;
      if (found) this.flat.pointed(found.layer, found.index, true);
    });
    canvas.addEventListener('wheel', (event) => {
      // Without focus the wheel scrolls the page, as everywhere.
      if (document.activeElement !== canvas) return;
      event.preventDefault();
      this.#turn({ zoom: event.deltaY < 0 ? 1.1 : 1 / 1.1 });
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const pan = event.shiftKey;
      const keys = /** @type {Record<string, Partial<Camera>>} */ ({
        ArrowLeft: pan ? { x: -20 } : { yaw: -0.08 }, ArrowRight: pan ? { x: 20 } : { yaw: 0.08 },
        ArrowUp: pan ? { y: -20 } : { pitch: 0.06 }, ArrowDown: pan ? { y: 20 } : { pitch: -0.06 },
        '+': { zoom: 1.15 }, '-': { zoom: 1 / 1.15 } });
      const { layer, index } = this.flat.chosen;
      const { layers } = this.flat.network;
      const next = /** @type {Record<string, [number, number]>} */ ({
        n: [layer, index + 1], p: [layer, index - 1], PageDown: [layer + 1, 0], PageUp: [layer - 1, 0] })[event.key];
      if (keys[event.key]) this.#turn(keys[event.key]);
      else if (next && layers[next[0]] && next[1] >= 0 && next[1] < layers[next[0]].count) {
        this.flat.pinnedByClick = true;
        this.flat.choose(next[0], next[1], true);
      } else return;
      event.preventDefault();
    });
  }

  /** Takes the state of the address. */
  async restore() {
    const { flat } = this;
    fill(this.element, flat.drawPanel, this.panel, flat.valuePanel);
    flat.changed = () => this.#changed();
    await flat.load();
    const camera = (linked('camera') ?? '').split(',').map(Number);
    if (camera.length === 5 && camera.every(Number.isFinite)) {
      const [yaw, pitch, zoom, x, y] = camera;
      this.scene.camera = { yaw, pitch: Math.max(-1.4, Math.min(1.4, pitch)), zoom: Math.max(0.3, Math.min(8, zoom)), x, y };
    }
    this.#showStep();
    this.draw();
  }

  repaint() {
    this.flat.repaint();
  }

  leave() {
    cancelAnimationFrame(this.animation);
    this.flat.changed = () => {};
    this.flat.leave();
  }

  #changed() {
    if (this.scene.network !== this.flat.network) {
      const { camera } = this.scene;
      this.scene = new SpaceScene(this.flat.network);
      this.scene.camera = camera;
      this.step = -1;
      this.#showStep();
      this.#showLayers();
    } else if (!this.layers.childElementCount) this.#showLayers();
    this.flat.paintViews(this.scene.planes.map((plane) => plane.view));
    this.draw();
  }

  #showLayers() {
    fill(this.layers, ...this.scene.planes.map((plane, number) => {
      const toggle = button(this.flat.network.layers[number].name, () => {
        plane.isOpen = !plane.isOpen;
        toggle.setAttribute('aria-pressed', String(plane.isOpen));
        this.scene.arrange();
        this.#changed();
      }, { 'aria-pressed': String(plane.isOpen), class: 'small' });
      return toggle;
    }));
  }

  /** @param {Partial<Camera>} by angles and pan are added, the zoom multiplies */
  #turn(by) {
    cancelAnimationFrame(this.animation);
    const { camera } = this.scene;
    camera.yaw += by.yaw ?? 0;
    camera.pitch = Math.max(-1.4, Math.min(1.4, camera.pitch + (by.pitch ?? 0)));
    camera.zoom = Math.max(0.3, Math.min(8, camera.zoom * (by.zoom ?? 1)));
    camera.x += by.x ?? 0;
    camera.y += by.y ?? 0;
    this.#link();
    this.draw();
  }

  #link() {
    const { yaw, pitch, zoom, x, y } = this.scene.camera;
    link({ camera: [yaw, pitch, zoom, x, y].map((value) => Number(value.toFixed(3))).join(',') });
  }

  /**
   * Moves the camera, at once for readers who want no motion.
   * @param {Camera} target
   */
  #fly(target) {
    cancelAnimationFrame(this.animation);
    const start = { ...this.scene.camera };
    const began = performance.now();
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 900;
    const move = () => {
      const share = duration ? Math.min(1, (performance.now() - began) / duration) : 1;
      const eased = share * share * (3 - 2 * share);
      for (const name of /** @type {(keyof Camera)[]} */ (['yaw', 'pitch', 'zoom', 'x', 'y'])) {
        this.scene.camera[name] = start[name] + (target[name] - start[name]) * eased;
      }
      this.draw();
      if (share < 1) this.animation = requestAnimationFrame(move);
      else this.#link();
    };
    move();
  }

  /** @param {number} step −1 is before the tour */
  #step(step) {
    const steps = tourOf(this.flat.network);
    this.step = step >= steps.length ? -1 : Math.max(-1, step);
    this.#showStep(steps);
    const shown = steps[this.step];
    if (!shown) {
      this.#fly(home);
      return;
    }
    this.flat.pinnedByClick = true;
    this.flat.choose(shown.layer, shown.index, true);
    // The camera that has the value in the middle of the screen.
    const { scene } = this;
    const before = scene.camera;
    scene.camera = { yaw: shown.yaw, pitch: shown.pitch, zoom: shown.zoom, x: 0, y: 0 };
    const plane = scene.planes[shown.layer];
    const ahead = shown.zoom > 1.2 ? scene.project(plane.x - 40, 0, 0) : { x: scene.width / 2, y: scene.height / 2 };
    const target = { ...scene.camera, x: scene.width / 2 - ahead.x, y: scene.height / 2 - ahead.y };
    scene.camera = before;
    this.#fly(target);
  }

  #showStep(steps = tourOf(this.flat.network)) {
    const shown = steps[this.step];
    this.text.textContent = shown ? shown.text : strings.tourIntroduction(steps.length);
    this.counter.textContent = shown ? `${this.step + 1} / ${steps.length}` : '';
    this.on.textContent = !shown ? strings.tourStart : this.step === steps.length - 1 ? strings.tourEnd : strings.tourOn;
    this.back.disabled = !shown;
  }

  /** Draws the scene. */
  draw() {
    const { canvas, scene, flat } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const context = canvas.getContext('2d');
    if (!context || width === 0 || !flat.network.handle) return;
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    scene.frame(width, height);
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { layer, index } = flat.chosen;
    const fields = flat.network.field(layer, index);
    for (const number of scene.order) this.#drawPlane(context, number, fields[number] ?? null, number === layer, colour, ratio);
    this.#drawLines(context, layer, index);
    this.#drawNames(context, colour('ink'));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} number
   * @param {import('./network.js').Box | null} box what the chosen value sees of this layer
   * @param {boolean} isOwn
   * @param {(name: string) => string} colour
   * @param {number} ratio
   */
  #drawPlane(context, number, box, isOwn, colour, ratio) {
    const { scene } = this;
    const { view, isOpen } = scene.planes[number];
    const matrix = scene.matrix(number);
    context.save();
    context.transform(...matrix);
    context.imageSmoothingEnabled = false;
    context.globalAlpha = 0.93;
    context.fillStyle = colour('panel');
    context.fillRect(-3, -3, view.canvas.width + 6, view.canvas.height + 6);
    context.drawImage(view.canvas, 0, 0);
    context.globalAlpha = 1;
    const unit = 1 / Math.max(0.05, Math.hypot(matrix[2], matrix[3]));
    context.lineWidth = unit;
    context.strokeStyle = colour('rule');
    context.strokeRect(-3, -3, view.canvas.width + 6, view.canvas.height + 6);
    if (box && isOpen) {
      context.lineWidth = (isOwn ? 2.5 : 1.5) * unit;
      context.strokeStyle = colour(isOwn ? 'accent' : 'second');
      const isWhole = view.layer.shape.height * view.layer.shape.width === 1 && box.c1 - box.c0 > 1;
      for (let c = box.c0; c < (isWhole ? box.c0 + 1 : box.c1); c++) {
        const [left, top] = view.corner(c);
        if (isWhole) context.strokeRect(0, 0, view.canvas.width, view.canvas.height);
        else {
          context.strokeRect(left + box.x0 * view.scale, top + box.y0 * view.scale, (box.x1 - box.x0) * view.scale,
            (box.y1 - box.y0) * view.scale);
        }
      }
    }
    context.restore();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /**
   * The layers' names below them, and the classes beside the last.
   * @param {CanvasRenderingContext2D} context
   * @param {string} ink
   */
  #drawNames(context, ink) {
    const { scene, flat } = this;
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillStyle = ink;
    scene.planes.forEach(({ view }, number) => {
      const [x, y] = applied(scene.matrix(number), view.canvas.width / 2, view.canvas.height + 3);
      context.fillText(view.layer.name, x, y + 15 + (number % 2) * 13);
    });
    const last = scene.planes.length - 1;
    const { classes } = flat.network;
    if (classes.length > 16 || !scene.planes[last].isOpen) return;
    context.textAlign = 'left';
    classes.forEach((name, index) => {
      const { x, y, size } = scene.planes[last].view.square(index);
      const [left, middle] = applied(scene.matrix(last), x + size + 4, y + size / 2);
      context.font = index === flat.chosen.index && flat.chosen.layer === last ? 'bold 12px system-ui' : '11px system-ui';
      context.fillText(name, left, middle + 4);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} layer
   * @param {number} index
   */
  #drawLines(context, layer, index) {
    const { flat, scene } = this;
    if (!flat.trace) return;
    const terms = flat.trace.terms.filter((term) => term.source >= 0 && term.product !== 0).sort((a, b) =>
      Math.abs(b.product) - Math.abs(a.product)).slice(0, lineCount);
    const largest = Math.abs(terms[0]?.product ?? 1);
    const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark';
    const target = scene.centre(layer, index);
    for (const term of terms.reverse()) {
      const place = flat.network.locate(term.source);
      const share = Math.abs(term.product) / largest;
      context.globalAlpha = 0.15 + 0.75 * share;
      context.lineWidth = 0.6 + 1.6 * share;
      context.strokeStyle = term.product < 0 ? (isDark ? '#7cc4f5' : '#2b7ab0') : (isDark ? '#ffb070' : '#c4601d');
      context.beginPath();
      context.moveTo(...scene.centre(place.layer, place.index));
      context.lineTo(...target);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  get notInLink() {
    return this.flat.notInLink;
  }

  /** What a saved view holds. */
  get view() {
    const { canvas, flat } = this;
    return { name: `${flat.network.name}-space`, grids: [], signs: [], panels: [], picture: canvas,
      lines: [this.step >= 0 ? this.text.textContent ?? '' : '', flat.answerLine.textContent ?? '',
        `${flat.card.title.textContent}: ${flat.card.value.textContent}`].filter(Boolean) };
  }
}
