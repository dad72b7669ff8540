// Saves what a room shows as one drawing: the pictures with their marks, the tables of numbers, the formula, the command.

import { announce, download } from './dom.js';
import { strings } from './strings.js';

/** @typedef {import('./map-view.js').MapView} MapView */
/** @typedef {import('./value-grid.js').ValueGrid} ValueGrid */
/**
 * @typedef {{ name: string, panels: { title: string, map: MapView }[], grids: ValueGrid[], signs: string[],
 *   lines: string[], stack?: Stack, picture?: HTMLCanvasElement, pictures?: { title: string, canvas: HTMLCanvasElement }[] }} View
 * @typedef {{ element: HTMLElement, edges: SVGElement, canvases: { title: string, canvas: HTMLCanvasElement }[] }} Stack
 *   layers below each other, with frames and lines over them
 */

const columns = 1200;
const margin = 24;

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/**
 * The view as SVG.
 * @param {View} view
 */
export function svgOf(view) {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  /** @type {string[]} */
  const parts = [];
  let y = margin;
  const text = (/** @type {number} */ x, /** @type {number} */ at, /** @type {string} */ words, extra = '') =>
    parts.push(`<text x="${x}" y="${at}" fill="${colour('ink')}" ${extra}>${escaped(words)}</text>`);
  const width = (columns - margin * (view.panels.length + 1)) / view.panels.length;
  let tallest = 0;
  view.panels.forEach(({ title, map }, index) => {
    const x = margin + index * (width + margin);
    text(x, y + 14, title, 'font-weight="600"');
    const [wide, high] = [map.canvas.width, map.canvas.height];
    const scale = Math.min(width / wide, 520 / high);
    const box = `translate(${x} ${y + 26}) scale(${scale}) translate(${map.frame} ${map.frame})`;
    parts.push(`<g transform="${box}"><image x="${-map.frame}" y="${-map.frame}" width="${wide}" height="${high}" `
      + `style="image-rendering:pixelated" href="${map.canvas.toDataURL('image/png')}"/>`);
    for (const mark of map.marks) {
      const fill = mark.kind === 'dropped' ? `fill="${colour('accent')}" fill-opacity="0.35"` : 'fill="none"';
      parts.push(`<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" ${fill} `
        + `stroke="${colour(mark.kind === 'pooling' ? 'second' : 'accent')}" stroke-width="${2 / scale}"/>`);
    }
    parts.push('</g>');
    tallest = Math.max(tallest, high * scale);
  });
  if (view.panels.length > 0) y += tallest + 50;
  if (view.picture) {
    const high = (columns - 2 * margin) * view.picture.height / view.picture.width;
    parts.push(`<image x="${margin}" y="${y}" width="${columns - 2 * margin}" height="${high}" `
      + `href="${view.picture.toDataURL('image/png')}"/>`);
    y += high + 20;
  }
  for (const { title, canvas } of view.pictures ?? []) {
    const scale = Math.min(1.4, (columns - 2 * margin) / canvas.width);
    text(margin, y + 14, title);
    parts.push(`<image x="${margin}" y="${y + 22}" width="${canvas.width * scale}" height="${canvas.height * scale}" `
      + `style="image-rendering:pixelated" href="${canvas.toDataURL('image/png')}"/>`);
    y += canvas.height * scale + 40;
  }
  if (view.stack) y += stack(view.stack, parts, y, colour);
  if (view.grids.length > 0) y += grids(view, parts, y, colour);
  for (const line of view.lines) {
    text(margin, y + 14, line, 'font-family="monospace" font-size="13"');
    y += 24;
  }
  const height = Math.ceil(y + margin);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${columns}" height="${height}" viewBox="0 0 ${columns} ${height}" `
    + `font-family="sans-serif" font-size="15"><rect width="100%" height="100%" fill="${colour('paper')}"/>`
    + `${parts.join('')}</svg>`;
}

/**
 * @param {Stack} view
 * @param {string[]} parts
 * @param {number} top
 * @param {(name: string) => string} colour
 * @returns {number} the height it takes
 */
function stack({ element, edges, canvases }, parts, top, colour) {
  const origin = element.getBoundingClientRect();
  const scale = Math.min(1.6, (columns - 2 * margin) / origin.width);
  parts.push(`<g transform="translate(${margin} ${top}) scale(${scale})">`);
  for (const { title, canvas } of canvases) {
    const box = canvas.getBoundingClientRect();
    if (box.width === 0) continue;
    const [x, y] = [box.left - origin.left, box.top - origin.top];
    parts.push(`<text x="${x}" y="${y - 6}" font-size="12" fill="${colour('ink')}">${escaped(title)}</text>`
      + `<image x="${x}" y="${y}" width="${box.width}" height="${box.height}" style="image-rendering:pixelated" `
      + `href="${canvas.toDataURL('image/png')}"/>`);
  }
  for (const shape of edges.children) {
    const copy = /** @type {SVGElement} */ (shape.cloneNode());
    const style = getComputedStyle(shape);
    for (const name of ['fill', 'stroke', 'stroke-width', 'stroke-opacity']) copy.setAttribute(name, style.getPropertyValue(name));
    parts.push(new XMLSerializer().serializeToString(copy));
  }
  parts.push('</g>');
  return origin.height * scale + 24;
}

/**
 * @param {View} view
 * @param {string[]} parts
 * @param {number} top
 * @param {(name: string) => string} colour
 * @returns {number} the height they take
 */
function grids(view, parts, top, colour) {
  const widest = Math.max(...view.grids.map((grid) => Number(grid.shape.split(' ')[0])), 1);
  const cell = Math.min(60, (columns - 2 * margin - 60 * view.grids.length) / (widest * view.grids.length));
  let x = margin;
  let tallest = 0;
  view.grids.forEach((grid, index) => {
    const [width, height] = grid.shape.split(' ').map(Number);
    parts.push(`<text x="${x}" y="${top + 12}" fill="${colour('ink')}">${escaped(grid.caption.textContent ?? '')}</text>`);
    grid.cells.forEach((td, place) => {
      const [left, at] = [x + (place % width) * cell, top + 22 + Math.floor(place / width) * cell];
      parts.push(`<rect x="${left}" y="${at}" width="${cell}" height="${cell}" fill="${td.style.background}" `
        + `stroke="${colour('rule')}" stroke-width="0.5"/><text x="${left + cell / 2}" y="${at + cell / 2 + cell * 0.09}" `
        + `text-anchor="middle" font-size="${cell * 0.27}" fill="${td.style.color}">${escaped(td.textContent ?? '')}</text>`);
    });
    x += width * cell + 20;
    const sign = view.signs[index];
    if (sign) {
      parts.push(`<text x="${x}" y="${top + 28 + height * cell / 2}" font-size="22" fill="${colour('ink')}">${sign}</text>`);
      x += 36;
    }
    tallest = Math.max(tallest, height * cell);
  });
  return tallest + 44;
}

/**
 * @param {View} view
 * @param {'svg' | 'png'} format
 */
export async function saveView(view, format) {
  const svg = svgOf(view);
  const name = `cnnlab-${view.name.replace(/[^\w.-]+/g, '-')}.${format}`;
  const blob = new Blob([svg], { type: 'image/svg+xml' });
  if (format === 'svg') {
    download(name, blob);
  } else {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((png) => { if (png) download(name, png); }, 'image/png');
  }
  announce(strings.saved(name));
}
