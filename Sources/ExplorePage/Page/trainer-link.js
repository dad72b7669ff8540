// The page's end of the line to the worker that trains.

/** @typedef {import('./training-worker.js').Order} Order */
/** @typedef {import('./training-worker.js').Report} Report */
/**
 * @typedef {{ problem: string, description: import('./training-worker.js').Description, scales: Float32Array,
 *   shifts: Float32Array }} Opened
 */

export class TrainerLink {
  /**
   * @param {{ worker: string, module: string }} sources
   * @param {(report: Report) => void} report
   * @param {(problem: string) => void} failed
   */
  constructor(sources, report, failed) {
    this.sources = sources;
    this.report = report;
    this.failed = failed;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Map<number, (answer: any) => void>} */
    this.waiting = new Map();
    this.number = 0;
    /** Reports of a network that is not the present one are dropped. */
    this.isOpening = false;
  }

  #start() {
    const worker = new Worker(URL.createObjectURL(new Blob([this.sources.worker], { type: 'text/javascript' })));
    worker.onmessage = ({ data }) => {
      if (data.kind === 'report') {
        if (!this.isOpening) this.report(data);
        // After the page has been painted.
        requestAnimationFrame(() => this.send({ kind: 'taken' }));
        return;
      }
      if (data.kind === 'problem') {
        this.failed(data.problem);
        return;
      }
      if (data.kind === 'opened' && data.id === this.opening) this.isOpening = false;
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    };
    worker.onerror = (event) => this.failed(event.message);
    return worker;
  }

  /** @param {Order} order */
  send(order) {
    this.worker ??= this.#start();
    this.worker.postMessage(order);
  }

  /**
   * Sends an order and waits for its answer.
   * @param {any} order without its number
   * @returns {Promise<any>}
   */
  ask(order) {
    const id = ++this.number;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ ...order, id });
    });
  }

  /**
   * Opens a network; null where another has been opened meanwhile.
   * @param {string} text
   * @param {number} outputs 0: as the text says
   * @param {import('./training-worker.js').Settings} settings
   * @param {import('./training-worker.js').Examples | null} examples
   * @returns {Promise<Opened | null>}
   */
  async open(text, outputs, settings, examples) {
    this.isOpening = true;
    const id = this.number + 1;
    this.opening = id;
    const answer = await this.ask({ kind: 'open', module: this.sources.module, text, outputs, settings, examples });
    return this.opening === id ? answer : null;
  }
}
