// Frames of what a value sees in earlier layers, and lines of the products that enter it, drawn over the layers.

/** @typedef {import('./layer-view.js').LayerView} LayerView */
/** @typedef {import('./network.js').PageNetwork} PageNetwork */
/** @typedef {import('./network.js').NodeTrace} NodeTrace */

/** So many lines are drawn into a value at most. */
const edgeCount = 64;
const namespace = 'http://www.w3.org/2000/svg';

export class Edges {
  constructor() {
    this.element = document.createElementNS(namespace, 'svg');
    this.element.setAttribute('class', 'edges');
    this.element.setAttribute('aria-hidden', 'true');
    /**
     * Where the layers stand; measured anew when they have moved.
     * @type {({ x: number, y: number, scale: number, width: number, height: number } | null)[]}
     */
    this.places = [];
  }

  /**
   * Measures where the layers stand.
   * @param {HTMLElement} stack
   * @param {LayerView[]} views
   */
  measure(stack, views) {
    const origin = stack.getBoundingClientRect();
    this.element.setAttribute('viewBox', `0 0 ${Math.max(1, origin.width)} ${Math.max(1, origin.height)}`);
    this.places = views.map((view) => {
      if (!view.element.open) return null;
      const box = view.canvas.getBoundingClientRect();
      return box.width > 0 ? { x: box.left - origin.left, y: box.top - origin.top, scale: box.width / view.canvas.width,
        width: box.width, height: box.height } : null;
    });
  }

  /**
   * Draws frames and lines for a value.
   * @param {PageNetwork} network
   * @param {LayerView[]} views
   * @param {number} layer
   * @param {number} index
   * @param {NodeTrace | null} trace
   */
  draw(network, views, layer, index, trace) {
    /** @type {string[]} */
    const shapes = [];
    network.field(layer, index).forEach((box, number) => {
      const at = this.places[number];
      if (!box || number > layer || !at) return;
      const view = views[number];
      const isOwn = number === layer;
      const { channels, height, width } = network.layers[number].shape;
      if (!isOwn && height * width === 1 && box.c1 - box.c0 === channels) {
        // All nodes of a layer: one frame around them says it.
        shapes.push(`<rect class="field" x="${at.x}" y="${at.y}" width="${at.width}" height="${at.height}"/>`);
        return;
      }
      for (let c = box.c0; c < box.c1; c++) {
        const [left, top] = view.corner(c);
        const [x, y, w, h] = [left + box.x0 * view.scale, top + box.y0 * view.scale, (box.x1 - box.x0) * view.scale,
          (box.y1 - box.y0) * view.scale].map((value) => value * at.scale);
        shapes.push(`<rect class="${isOwn ? 'own' : 'field'}" x="${at.x + x}" y="${at.y + y}" width="${w}" height="${h}"/>`);
      }
    });
    const target = this.#centre(views, layer, index);
    if (trace && target) {
      const terms = trace.terms.filter((term) => term.source >= 0 && term.product !== 0).sort((a, b) =>
        Math.abs(b.product) - Math.abs(a.product)).slice(0, edgeCount);
      const largest = Math.abs(terms[0]?.product ?? 1) || 1;
      for (const term of terms.reverse()) {
        const { layer: from, index: place } = network.locate(term.source);
        const source = this.#centre(views, from, place);
        if (!source) continue;
        const share = Math.abs(term.product) / largest;
        shapes.push(`<line class="${term.product < 0 ? 'negative' : 'positive'}" x1="${source[0]}" y1="${source[1]}" `
          + `x2="${target[0]}" y2="${target[1]}" stroke-opacity="${(0.12 + 0.78 * share).toFixed(3)}" `
          + `stroke-width="${(0.6 + 1.4 * share).toFixed(2)}"/>`);
      }
    }
    this.element.innerHTML = shapes.join('');
  }

  /** @param {LayerView[]} views @param {number} number @param {number} place */
  #centre(views, number, place) {
    const at = this.places[number];
    if (!at) return null;
    const square = views[number].square(place);
    return [at.x + (square.x + square.size / 2) * at.scale, at.y + (square.y + square.size / 2) * at.scale];
  }
}
