// Pictures of the reader's own: opened, pasted, dropped, or from the camera. Only a room that is shown takes them.

import { announce, button, element } from './dom.js';
import { strings } from './strings.js';

/** @typedef {{ name: string, width: number, height: number, pixels: Uint8ClampedArray, note: string }} OwnPicture */

/** Pictures of one's own are scaled so that no side is longer. */
const longestSide = 512;

export class PictureInput {
  /** @param {(picture: OwnPicture) => void} chosen */
  constructor(chosen) {
    this.chosen = chosen;
    this.fileInput = element('input', {
      type: 'file', accept: 'image/*', hidden: true, tabindex: -1, 'aria-hidden': 'true', onchange: () => {
        const file = this.fileInput.files?.[0];
        if (file) this.read(file, file.name);
        this.fileInput.value = '';
      },
    });
    this.place = element('div', { class: 'camera', hidden: true });
    this.parts = [button(strings.openPicture, () => this.fileInput.click()), this.fileInput,
      button(strings.camera, () => this.openCamera()), this.place];
    document.addEventListener('paste', (event) => this.take(event.clipboardData, event));
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => this.take(event.dataTransfer, event));
  }

  /**
   * Takes the picture out of a clipboard or a drop.
   * @param {DataTransfer | null} transfer
   * @param {Event} event
   */
  take(transfer, event) {
    const file = [...transfer?.files ?? []].find((candidate) => candidate.type.startsWith('image/'));
    if (!file || !this.place.isConnected) return;
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
    const [fullWidth, fullHeight] = image instanceof HTMLVideoElement
      ? [image.videoWidth, image.videoHeight] : [image.width, image.height];
    const scale = Math.min(1, longestSide / Math.max(fullWidth, fullHeight));
    const width = Math.max(1, Math.round(fullWidth * scale));
    const height = Math.max(1, Math.round(fullHeight * scale));
    const canvas = element('canvas', { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    this.chosen({
      name: name.replace(/\.[^.]*$/, '') || strings.ownPicture, width, height,
      pixels: context.getImageData(0, 0, width, height).data,
      note: scale < 1 ? strings.scaledFrom(`${fullWidth}×${fullHeight}`) : '',
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
      this.place.hidden = true;
      this.place.replaceChildren();
    };
    const take = () => {
      this.show(video, 'camera');
      close();
    };
    this.place.replaceChildren(video, button(strings.takePicture, take), button(strings.stopCamera, close));
    this.place.hidden = false;
  }
}
