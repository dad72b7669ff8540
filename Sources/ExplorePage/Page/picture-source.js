// Where pictures come from: samples, files, the clipboard, a camera. All become one gray plane.

import { choice, download, element } from './dom.js';
import { decoded } from './engine.js';
import { PictureInput } from './picture-input.js';
import { strings } from './strings.js';

/** @typedef {import('./engine.js').Plane} Plane */
/** @typedef {{ name: string, file: string, width: number, height: number, gray: string }} Sample gray is deflated bytes */
/** @typedef {{ name: string, file: string, plane: Plane, note: string, isSample: boolean }} Picture */

export class PictureSource {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {Sample[]} samples
   * @param {(picture: Picture) => void} chosen
   */
  constructor(engine, samples, chosen) {
    this.engine = engine;
    this.samples = samples;
    this.chosen = chosen;
    const { field, select } = choice(strings.picture, [
      ...samples.map((sample) => ({ value: sample.name, text: sample.name })),
    ], (name) => this.chooseSample(name), { id: 'picture-choice' });
    this.select = select;
    const input = new PictureInput((own) => this.#take(own));
    this.element = element('div', { class: 'source' }, field, ...input.parts);
  }

  /**
   * @param {string} name
   */
  async chooseSample(name) {
    const sample = this.samples.find((candidate) => candidate.name === name) ?? this.samples[0];
    this.select.value = sample.name;
    const bytes = await decoded(sample.gray, 'deflate');
    this.chosen({
      name: sample.name, file: sample.file, note: '', isSample: true,
      plane: { width: sample.width, height: sample.height, values: Float32Array.from(bytes) },
    });
  }

  /** @param {import('./picture-input.js').OwnPicture} own */
  #take({ name, width, height, pixels, note }) {
    this.select.querySelector('option[data-own]')?.remove();
    this.select.append(element('option', { value: `own:${name}`, 'data-own': true }, name));
    this.select.value = `own:${name}`;
    this.chosen({ name, file: `${name}-${width}x${height}.png`, isSample: false, note,
      plane: this.engine.gray(pixels, width, height) });
  }
}

/**
 * Saves a plane of whole gray values as a PNG, so that the command line can filter the very same pixels.
 * @param {Picture} picture
 */
export function savePicture(picture) {
  const { width, height, values } = picture.plane;
  const canvas = element('canvas', { width, height });
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(width, height);
  for (let index = 0; index < values.length; index++) {
    image.data.set([values[index], values[index], values[index], 255], 4 * index);
  }
  context.putImageData(image, 0, 0);
  const name = picture.file.split('/').pop() ?? 'picture.png';
  canvas.toBlob((blob) => { if (blob) download(name, blob); }, 'image/png');
}
