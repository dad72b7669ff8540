// Layers as planes in space, seen without perspective: every plane is an affine picture, so that hit and drawing are one
// small matrix each.

import { LayerView } from './layer-view.js';

/** @typedef {import('./network.js').PageNetwork} PageNetwork */
/** @typedef {{ yaw: number, pitch: number, zoom: number, x: number, y: number }} Camera angles in radians, pan in pixels */
/** @typedef {{ view: LayerView, x: number, size: number, isOpen: boolean }} Plane `size` is world units for a pixel */
/** @typedef {[number, number, number, number, number, number]} Matrix a, b, c, d, e, f of a canvas transform */

/** World units between two planes. */
const distance = 68;
/** World units that a layer's block is high at most. */
const tallest = 170;

export class SpaceScene {
  /** @param {PageNetwork} network */
  constructor(network) {
    this.network = network;
    this.width = 1;
    this.height = 1;
    this.length = 1;
    /** @type {Camera} */
    this.camera = { yaw: 0.75, pitch: 0.32, zoom: 1, x: 0, y: 0 };
    /** @type {Plane[]} */
    this.planes = network.layers.map((layer) => ({ view: new LayerView(layer, () => {}), x: 0, size: 1, isOpen: true }));
    this.arrange();
  }

  /** Lays every layer out: open as a block of its maps, closed as a thin line of the same values. */
  arrange() {
    let x = 0;
    for (const plane of this.planes) {
      const { channels, height, width } = plane.view.layer.shape;
      const isMap = height * width > 1;
      const perRow = Math.ceil(Math.sqrt(channels));
      if (isMap) plane.view.arrange(channels <= 3 ? 1 : perRow, Math.max(2, Math.floor(90 / height)));
      else plane.view.arrange(channels <= 16 ? 1 : perRow, 12);
      plane.size = Math.min(tallest / plane.view.canvas.height, tallest / plane.view.canvas.width, isMap ? 1 : 0.9);
      plane.x = x;
      x += plane.isOpen ? distance : distance / 3;
    }
    const middle = (x - distance) / 2;
    for (const plane of this.planes) plane.x -= middle;
    this.length = x;
  }

  /**
   * Says how large the screen is.
   * @param {number} width
   * @param {number} height
   */
  frame(width, height) {
    this.width = width;
    this.height = height;
  }

  /**
   * A point of the world on the screen, and its depth.
   * @param {number} x along the layers
   * @param {number} y up
   * @param {number} z across
   */
  project(x, y, z) {
    const { yaw, pitch, zoom, x: panX, y: panY } = this.camera;
    const scale = zoom * Math.min(this.width / (this.length * 0.76 + 130), this.height / 330);
    const depth = x * Math.sin(yaw) - z * Math.cos(yaw);
    return {
      x: this.width / 2 + panX + scale * (x * Math.cos(yaw) + z * Math.sin(yaw)),
      y: this.height / 2 + panY - scale * (y * Math.cos(pitch) + depth * Math.sin(pitch)), depth,
    };
  }

  /**
   * From a plane's own pixels to the screen.
   * @param {number} number
   * @returns {Matrix}
   */
  matrix(number) {
    const { view, x, size, isOpen } = this.planes[number];
    const [width, height] = [view.canvas.width * size * (isOpen ? 1 : 0.08), view.canvas.height * size];
    const corner = this.project(x, height / 2, -width / 2);
    const right = this.project(x, height / 2, width / 2);
    const down = this.project(x, -height / 2, -width / 2);
    return [(right.x - corner.x) / view.canvas.width, (right.y - corner.y) / view.canvas.width,
      (down.x - corner.x) / view.canvas.height, (down.y - corner.y) / view.canvas.height, corner.x, corner.y];
  }

  /**
   * Where a value's middle stands on the screen.
   * @param {number} number
   * @param {number} index
   * @returns {[number, number]}
   */
  centre(number, index) {
    const square = this.planes[number].view.square(index);
    return applied(this.matrix(number), square.x + square.size / 2, square.y + square.size / 2);
  }

  /** The planes from the farthest to the nearest. */
  get order() {
    return this.planes.map((_, number) => number).sort((a, b) =>
      this.project(this.planes[b].x, 0, 0).depth - this.project(this.planes[a].x, 0, 0).depth);
  }

  /**
   * The nearest value at a point of the screen.
   * @param {number} x
   * @param {number} y
   * @returns {{ layer: number, index: number } | null}
   */
  at(x, y) {
    for (const number of this.order.reverse()) {
      const [a, b, c, d, e, f] = this.matrix(number);
      const determinant = a * d - b * c;
      if (Math.abs(determinant) < 1e-6) continue;
      const u = (d * (x - e) - c * (y - f)) / determinant;
      const v = (a * (y - f) - b * (x - e)) / determinant;
      const index = this.planes[number].view.at(u, v);
      if (index !== null) return { layer: number, index };
    }
    return null;
  }
}

/**
 * @param {Matrix} matrix
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function applied([a, b, c, d, e, f], x, y) {
  return [a * x + c * y + e, b * x + d * y + f];
}
