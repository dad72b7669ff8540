// The kernel room: a picture, a kernel, the map that comes of them, and how each of its values does.

import { CommandLine } from './command-line.js';
import { button, choice, element, fill } from './dom.js';
import { ExplainCard } from './explain-card.js';
import { KernelChoice } from './kernel-choice.js';
import { barEnds, ColourBar, lineLegend } from './legend.js';
import { link, linked, linkedCount, linkedWord } from './link.js';
import { MapView } from './map-view.js';
import { savePicture, PictureSource } from './picture-source.js';
import { Player } from './player.js';
import { SizeTable } from './size-table.js';
import { SlidingOptions } from './sliding-options.js';
import { strings } from './strings.js';

/** @typedef {import('./engine.js').Plane} Plane */
/** @typedef {'convolution' | 'activation' | 'pooling'} StageName */
/** @typedef {import('./picture-source.js').Picture} Picture */

const displayChoices = ['auto', 'colours', 'clamp', 'stretch', 'absolute', 'signed'];

export class KernelRoom {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {{ samples: import('./picture-source.js').Sample[], kernels: import('./kernel-choice.js').NamedKernel[] }} data
   */
  constructor(engine, data) {
    this.name = 'kernels';
    this.title = strings.kernelRoom;
    this.engine = engine;
    /** @type {Picture | null} */
    this.picture = null;
    /** @type {Partial<Record<StageName, Plane>>} */
    this.maps = {};
    /** @type {StageName} */
    this.stage = 'convolution';
    this.cell = { row: 0, column: 0 };
    this.source = new PictureSource(engine, data.samples, (picture) => this.#take(picture));
    this.source.element.append(
      button(strings.savePicture, () => { if (this.picture) savePicture(this.picture); }));
    this.kernel = new KernelChoice(engine, data.kernels, () => this.#kernelChanged());
    this.options = new SlidingOptions(() => this.#changed());
    this.card = new ExplainCard(engine, (index) => this.#point(index));
    this.player = new Player((index) => {
      const width = this.maps.convolution?.width ?? 1;
      this.#moveTo(Math.floor(index / width), index % width);
    });
    this.sizes = new SizeTable();
    this.command = new CommandLine();
    this.pictureView = new MapView(strings.pictureLabel, (x, y) => this.#choosePixel(x, y));
    this.mapView = new MapView(strings.mapLabel, (x, y) => this.#chooseCell(x, y));
    this.pictureView.step = (dx, dy) => this.#moveTo(this.cell.row + dy, this.cell.column + dx);
    this.mapView.step = (dx, dy) => this.#stepOnMap(dx, dy);
    this.pictureNote = element('p', { class: 'note' });
    this.bar = new ColourBar();
    this.problem = element('p', { class: 'problem', role: 'alert', hidden: true });
    const display = choice(strings.display, displayChoices.map((word) => ({ value: word, text: strings.displays[word] })),
      () => {
        link({ display: this.display.value }, { display: 'auto' });
        this.#drawMap();
      }, { id: 'display' });
    this.display = display.select;
    this.stages = element('div', { class: 'stages', role: 'group', 'aria-label': strings.stages });
    this.mapSize = element('span', { class: 'size' });
    this.pictureSize = element('span', { class: 'size' });
    this.element = element('div', { class: 'room kernel-room' },
      element('section', { class: 'panel picture-panel', 'aria-labelledby': 'picture-title' },
        element('h2', { id: 'picture-title' }, strings.picture, ' ', this.pictureSize), this.source.element,
        this.pictureView.element, this.pictureNote),
      element('section', { class: 'panel kernel-panel', 'aria-labelledby': 'kernel-title' },
        element('h2', { id: 'kernel-title' }, strings.kernel), this.kernel.element, this.options.element),
      element('section', { class: 'panel map-panel', 'aria-labelledby': 'map-title' },
        element('h2', { id: 'map-title' }, strings.map, ' ', this.mapSize),
        element('div', { class: 'source' }, display.field, this.stages), this.mapView.element, this.problem,
        this.bar.element),
      element('div', { class: 'panel cell-panel' },
        this.player.element, this.card.element),
      element('div', { class: 'panel facts-panel' },
        this.command.element, this.sizes.element, lineLegend()));
  }

  /** Takes the state of the address; the first time, this fills the room. */
  async restore() {
    this.options.read();
    const matrix = linked('matrix');
    const isTyped = matrix !== undefined && this.kernel.type(matrix, linked('over') ?? '1');
    if (!isTyped && !this.kernel.choose(linked('kernel') ?? 'sobel-x')) this.kernel.choose('sobel-x');
    this.display.value = linkedWord('display', displayChoices, 'auto');
    const cell = { row: linkedCount('row', 0, 65535, -1), column: linkedCount('column', 0, 65535, -1) };
    const stage = linked('stage');
    await this.source.chooseSample(linked('picture') ?? this.source.samples[0].name);
    if (cell.row >= 0 && cell.column >= 0) this.#moveTo(cell.row, cell.column);
    if (stage === 'convolution' || stage === 'activation' || stage === 'pooling') this.#showStage(stage);
  }

  /** Paints again, for another theme. */
  repaint() {
    this.#drawPicture();
    this.#drawMap();
    this.#explain();
  }

  /** Stops what moves. */
  leave() {
    this.player.stop();
  }

  /** @param {Picture} picture */
  #take(picture) {
    const isOther = this.picture !== null && this.picture.name !== picture.name;
    this.picture = picture;
    link({ picture: picture.isSample ? picture.name : '' }, { picture: this.source.samples[0].name });
    this.pictureSize.textContent = `${picture.plane.width}×${picture.plane.height}`;
    this.pictureNote.textContent = picture.note || strings.pasteHint;
    if (isOther || !this.maps.convolution) this.cell = { row: -1, column: -1 };
    this.#changed();
  }

  #kernelChanged() {
    const isTyped = this.kernel.name === 'custom';
    link({ kernel: isTyped ? '' : this.kernel.name, matrix: isTyped ? this.kernel.text : '',
      over: isTyped ? this.kernel.divisor : '' }, { kernel: 'sobel-x', over: '1' });
    this.#changed();
  }

  /** Computes everything anew. */
  #changed() {
    if (!this.picture) return;
    const { plane } = this.picture;
    const { sliding, activationFunction, pooling } = this.options;
    const before = Object.keys(this.maps).length;
    const convolution = this.engine.convolve(plane, this.kernel.kernel, sliding);
    /** @type {Partial<Record<StageName, Plane>>} */
    const maps = convolution ? { convolution } : {};
    if (convolution && activationFunction.kind !== 'none') {
      maps.activation = this.engine.activate(convolution, activationFunction);
    }
    const last = maps.activation ?? convolution;
    const pooled = last && pooling ? this.engine.pool(last, pooling) : null;
    if (pooled) maps.pooling = pooled;
    this.maps = maps;
    this.problem.hidden = convolution !== null && (!pooling || pooled !== null);
    this.problem.textContent = convolution ? strings.poolDoesNotFit : strings.doesNotFit;
    const names = /** @type {StageName[]} */ (Object.keys(maps));
    if (names.length !== before || !maps[this.stage]) this.stage = names[names.length - 1] ?? 'convolution';
    if (convolution) {
      if (this.cell.row < 0) this.cell = { row: convolution.height >> 1, column: convolution.width >> 1 };
      this.cell = { row: Math.min(this.cell.row, convolution.height - 1),
        column: Math.min(this.cell.column, convolution.width - 1) };
    }
    this.mapView.element.hidden = !convolution;
    this.#showStages(names);
    this.#showSizes();
    this.#drawPicture();
    this.#drawMap();
    this.#explain();
  }

  /** @param {StageName[]} names */
  #showStages(names) {
    this.stages.hidden = names.length < 2;
    fill(this.stages, ...names.map((name) => button(strings.stage[name], () => {
      link({ stage: name });
      this.#showStage(name);
    }, { 'aria-pressed': String(name === this.stage), 'data-stage': name })));
  }

  /** @param {StageName} name */
  #showStage(name) {
    if (!this.maps[name]) return;
    this.stage = name;
    for (const child of this.stages.children) {
      child.setAttribute('aria-pressed', String(child.getAttribute('data-stage') === name));
    }
    this.#drawMap();
    this.#explain();
  }

  #showSizes() {
    if (!this.picture) return;
    const { plane } = this.picture;
    const { sliding, pooling } = this.options;
    const along = (/** @type {number} */ n, /** @type {number} */ k) => {
      const axis = this.engine.axis(n, k, sliding.stride, sliding.dilation, sliding.padding);
      const pool = pooling && this.maps.pooling
        ? this.engine.axis(axis.positions, pooling.window, pooling.stride, 1, 'valid') : null;
      return { n, k, axis, pool };
    };
    const { kernel } = this.kernel;
    this.along = { width: along(plane.width, kernel.width), height: along(plane.height, kernel.height) };
    this.sizes.show(this.along, sliding);
  }

  /** The picture with the border that padding adds: convolving with the identity makes it. */
  #drawPicture() {
    if (!this.picture || !this.along) return;
    const { plane } = this.picture;
    const { width, height } = this.along;
    const frame = Math.max(width.axis.before, width.axis.after, height.axis.before, height.axis.after);
    const framed = this.engine.convolve(plane, { width: 1, height: 1, numerators: [1], divisor: 1 }, {
      stride: 1, dilation: 1, bias: 0, flip: false, padding: String(frame), border: this.options.sliding.border });
    if (framed) this.pictureView.show(plane, this.engine.levels(framed.values, 'clamp'), 'gray', frame);
  }

  #drawMap() {
    const map = this.maps[this.stage];
    if (!map) return;
    const extremes = this.engine.extremes(map.values);
    const asked = this.display.value;
    const display = asked === 'auto' ? (extremes.low < 0 ? 'colours' : 'clamp') : asked;
    const scale = display === 'colours' ? 'signed' : 'gray';
    this.shownDisplay = display;
    this.mapView.show(map, this.engine.levels(map.values, display === 'colours' ? 'signed' : display), scale);
    this.bar.show(scale, ...barEnds(display, extremes));
    this.mapSize.textContent = `${map.width}×${map.height}`;
    this.#showCommand();
  }

  #showCommand() {
    if (!this.picture) return;
    const display = this.shownDisplay === 'colours' ? 'signed' : this.shownDisplay ?? 'clamp';
    this.command.show(['cnnlab', 'filter', this.kernel.command, this.picture.file, ...this.options.words,
      ...(display === 'clamp' ? [] : ['--display', display])]);
  }

  /** @param {number} x @param {number} y a pixel; the window moves over it */
  #choosePixel(x, y) {
    if (!this.along) return;
    const { stride } = this.options.sliding;
    const place = (/** @type {number} */ pixel, /** @type {import('./size-table.js').Along} */ { axis }) =>
      Math.round((pixel + axis.before - (axis.span - 1) / 2) / stride);
    this.#moveTo(place(y, this.along.height), place(x, this.along.width));
  }

  /** @param {number} x @param {number} y a cell of the shown map */
  #chooseCell(x, y) {
    if (this.stage !== 'pooling') {
      this.#moveTo(y, x);
      return;
    }
    const pooled = this.maps.pooling;
    if (!pooled || x < 0 || y < 0 || x >= pooled.width || y >= pooled.height) return;
    const window = this.#poolWindow(y, x);
    const winner = window?.winner ?? 0;
    if (window) this.#moveTo(window.top + Math.floor(winner / window.size), window.left + winner % window.size);
  }

  /** @param {number} dx @param {number} dy */
  #stepOnMap(dx, dy) {
    const cell = this.#poolCell();
    if (this.stage === 'pooling' && cell) this.#chooseCell(cell.column + dx, cell.row + dy);
    else this.#moveTo(this.cell.row + dy, this.cell.column + dx);
  }

  /** @param {number} row @param {number} column */
  #moveTo(row, column) {
    const map = this.maps.convolution;
    if (!map) return;
    this.cell = { row: Math.max(0, Math.min(map.height - 1, row)),
      column: Math.max(0, Math.min(map.width - 1, column)) };
    link(this.cell);
    this.#explain();
  }

  /** The pooling window that the cell lies in, counted in windows; null where it lies in none. */
  #poolCell() {
    const { pooling } = this.options;
    const pooled = this.maps.pooling;
    if (!pooling || !pooled) return null;
    const place = (/** @type {number} */ at, /** @type {number} */ count) => {
      const index = Math.min(Math.floor(at / pooling.stride), count - 1);
      return at < index * pooling.stride + pooling.window ? index : -1;
    };
    const [row, column] = [place(this.cell.row, pooled.height), place(this.cell.column, pooled.width)];
    return row < 0 || column < 0 ? null : { row, column };
  }

  /** @param {number} row @param {number} column of the pooled map */
  #poolWindow(row, column) {
    const { pooling } = this.options;
    const map = this.maps.activation ?? this.maps.convolution;
    const pooled = this.maps.pooling;
    if (!pooling || !map || !pooled) return null;
    const [top, left] = [row * pooling.stride, column * pooling.stride];
    /** @type {number[]} */
    const values = [];
    for (let y = top; y < top + pooling.window; y++) {
      for (let x = left; x < left + pooling.window; x++) values.push(map.values[y * map.width + x]);
    }
    const value = pooled.values[row * pooled.width + column];
    const winner = pooling.kind === 'max' ? values.indexOf(value) : null;
    return { top, left, values, value, winner, size: pooling.window,
      kind: /** @type {'max' | 'average' | 'sum'} */ (pooling.kind) };
  }

  #explain() {
    const map = this.maps.convolution;
    const { picture } = this;
    if (!map || !picture) {
      this.card.show(null);
      this.#mark(null);
      return;
    }
    const { row, column } = this.cell;
    const { sliding } = this.options;
    this.player.show(row * map.width + column, map.width * map.height);
    const trace = this.engine.trace(picture.plane, this.kernel.kernel, sliding, row, column);
    if (!trace) return;
    this.trace = trace;
    const { activation } = this.maps;
    const cell = this.#poolCell();
    const window = cell && this.#poolWindow(cell.row, cell.column);
    this.card.show({
      trace, kernel: this.kernel.kernel, flip: sliding.flip, bias: sliding.bias, row, column,
      activation: activation
        ? { name: this.options.activationName, value: activation.values[row * map.width + column] } : null,
      pool: cell && window ? { ...window, width: window.size, ...cell } : null,
      isDropped: this.maps.pooling !== undefined && !cell,
    });
    this.#mark(null);
  }

  /** @param {number | null} tap that is pointed at */
  #mark(tap) {
    const { along, maps } = this;
    if (!along || !maps.convolution) {
      this.pictureView.mark([]);
      return;
    }
    const { stride, dilation } = this.options.sliding;
    const { kernel } = this.kernel;
    const { row, column } = this.cell;
    const left = column * stride - along.width.axis.before;
    const top = row * stride - along.height.axis.before;
    /** @type {import('./map-view.js').Mark[]} */
    const marks = this.#droppedMarks();
    if (dilation > 1 && kernel.width * kernel.height <= 121) {
      for (let i = 0; i < kernel.height; i++) {
        for (let j = 0; j < kernel.width; j++) {
          marks.push({ x: left + j * dilation, y: top + i * dilation, width: 1, height: 1, kind: 'tap' });
        }
      }
    }
    marks.push({ x: left, y: top, width: along.width.axis.span, height: along.height.axis.span, kind: 'window' });
    if (tap !== null) {
      const [i, j] = [Math.floor(tap / kernel.width), tap % kernel.width];
      marks.push({ x: left + j * dilation, y: top + i * dilation, width: 1, height: 1, kind: 'lit' });
    }
    this.pictureView.mark(marks);
    const pool = this.#poolCell();
    const { pooling } = this.options;
    if (this.stage === 'pooling') {
      this.mapView.mark(pool ? [{ x: pool.column, y: pool.row, width: 1, height: 1, kind: 'pooling' }] : []);
      return;
    }
    /** @type {import('./map-view.js').Mark[]} */
    const cells = [{ x: column, y: row, width: 1, height: 1, kind: 'cell' }];
    if (pool && pooling) {
      cells.push({ x: pool.column * pooling.stride, y: pool.row * pooling.stride, width: pooling.window,
        height: pooling.window, kind: 'pooling' });
    }
    this.mapView.mark(cells);
  }

  /** The columns on the right and the rows at the bottom that no window reaches. */
  #droppedMarks() {
    const { along, picture } = this;
    /** @type {import('./map-view.js').Mark[]} */
    const marks = [];
    if (!along || !picture) return marks;
    const { width, height } = picture.plane;
    const right = along.width.axis;
    const bottom = along.height.axis;
    const fullWidth = width + right.before + right.after;
    const fullHeight = height + bottom.before + bottom.after;
    if (right.dropped > 0) {
      marks.push({ x: width + right.after - right.dropped, y: -bottom.before, width: right.dropped, height: fullHeight,
        kind: 'dropped' });
    }
    if (bottom.dropped > 0) {
      marks.push({ x: -right.before, y: height + bottom.after - bottom.dropped, width: fullWidth,
        height: bottom.dropped, kind: 'dropped' });
    }
    return marks;
  }

  /** @param {number | null} index */
  #point(index) {
    this.#mark(index);
  }

  /** What a link to this room does not hold. */
  get notInLink() {
    return this.picture && !this.picture.isSample ? strings.pictureNotInLink : '';
  }

  /** What a saved view holds. */
  get view() {
    return {
      name: `${this.kernel.name}-${this.picture?.name ?? ''}`,
      panels: [
        { title: `${strings.picture} ${this.pictureSize.textContent}`, map: this.pictureView },
        { title: `${strings.map} ${this.mapSize.textContent}`, map: this.mapView },
      ],
      grids: [this.card.patch, this.card.weights, this.card.products],
      signs: ['×', '='],
      lines: [`${this.card.title.textContent}: ${this.card.formula.textContent}`, this.command.text],
    };
  }
}

