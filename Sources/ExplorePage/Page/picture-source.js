// Where pictures come from: samples, files, the clipboard, a camera. All become one gray plane.

import { announce, button, choice, download, element } from './dom.js';
import { decoded } from './engine.js';
import { strings } from './strings.js';

/** @typedef {import('./engine.js').Plane} Plane */
/** @typedef {{ name: string, file: string, width: number, height: number, gray: string }} Sample gray is deflated bytes */
/** @typedef {{ name: string, file: string, plane: Plane, note: string, isSample: boolean }} Picture */

/** Pictures of one's own are scaled so that no side is longer. */
const longestSide = 512;

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
    this.fileInput = element('input', {
      type: 'file', accept: 'image/*', hidden: true, tabindex: -1, 'aria-hidden': 'true', onchange: () => {
        const file = this.fileInput.files?.[0];
        if (file) this.read(file, file.name);
        this.fileInput.value = '';
      },
    });
    this.cameraPlace = element('div', { class: 'camera', hidden: true });
    this.element = element('div', { class: 'source' }, field,
      button(strings.openPicture, () => this.fileInput.click()), this.fileInput,
      button(strings.camera, () => this.openCamera()), this.cameraPlace);
    document.addEventListener('paste', (event) => this.take(event.clipboardData, event));
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => this.take(event.dataTransfer, event));
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

  /**
   * Takes the picture out of a clipboard or a drop.
   * @param {DataTransfer | null} transfer
   * @param {Event} event
   */
  take(transfer, event) {
    const file = [...transfer?.files ?? []].find((candidate) => candidate.type.startsWith('image/'));
    if (!file) return;
    event.preventDefault();
    this.read(file, file.name || strings.pasted);
  }

  /**
   * @param {Blob} blob
   * @param {string} name
   */
  async read(blob, name) {
    try {
      this.show(await createImageBitmap(blob), name);
    } catch {
      announce(strings.pictureFailed(name));
    }
  }

  /**
   * @param {ImageBitmap | HTMLVideoElement} image
   * @param {string} name
   */
  show(image, name) {
    const [width, height] = image instanceof HTMLVideoElement
      ? [image.videoWidth, image.videoHeight] : [image.width, image.height];
    const scale = Math.min(1, longestSide / Math.max(width, height));
    const canvas = element('canvas', {
      width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)),
    });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const stem = name.replace(/\.[^.]*$/, '') || strings.ownPicture;
    this.select.querySelector('option[data-own]')?.remove();
    this.select.append(element('option', { value: `own:${stem}`, 'data-own': true }, stem));
    this.select.value = `own:${stem}`;
    this.chosen({
      name: stem, file: `${stem}-${canvas.width}x${canvas.height}.png`, isSample: false,
      note: scale < 1 ? strings.scaledFrom(`${width}×${height}`) : '',
      plane: this.engine.gray(pixels, canvas.width, canvas.height),
    });
  }

  async openCamera() {
    /** @type {MediaStream} */
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch (error) {
      announce(strings.cameraFailed(error instanceof Error ? error.message : String(error)));
      return;
    }
    const video = element('video', { autoplay: true, playsinline: true, muted: true });
    video.srcObject = stream;
    const close = () => {
      for (const track of stream.getTracks()) track.stop();
      this.cameraPlace.hidden = true;
      this.cameraPlace.replaceChildren();
    };
    const take = () => {
      this.show(video, 'camera');
      close();
    };
    this.cameraPlace.replaceChildren(video, button(strings.takePicture, take), button(strings.stopCamera, close));
    this.cameraPlace.hidden = false;
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
