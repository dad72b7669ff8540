// The page: a bar with the rooms, the theme, and what can be taken away; one room at a time.

import { copy } from './command-line.js';
import { button, choice, element, fill } from './dom.js';
import { Engine } from './engine.js';
import { KernelRoom } from './kernel-room.js';
import { NetworkRoom } from './network-room.js';
import { link, linkedWord, readLink, writeLink } from './link.js';
import { saveView } from './save-view.js';
import { SpaceRoom } from './space-room.js';
import { strings } from './strings.js';
import { TrainingRoom } from './training-room.js';

/**
 * @typedef {{ name: string, title: string, element: HTMLElement, restore: () => Promise<void>, repaint: () => void,
 *   leave: () => void, view: import('./save-view.js').View, notInLink: string }} Room
 */

/** @param {string} id */
function embedded(id) {
  return document.getElementById(id)?.textContent ?? '';
}

/**
 * @param {Room[]} rooms
 * @param {HTMLElement} app
 */
async function show(rooms, app) {
  let current = rooms[0];
  const place = element('main', { id: 'room' });
  const tabs = rooms.map((room) => button(room.title, () => open(room), { 'aria-pressed': 'false' }));
  const themeNames = /** @type {('auto' | 'light' | 'dark')[]} */ (['auto', 'light', 'dark']);
  const theme = choice(strings.theme, themeNames.map((name) => ({ value: name, text: strings.themes[name] })),
    (name) => {
      setTheme(name);
      link({ theme: name }, { theme: 'auto' });
    }, { id: 'theme' });
  const setTheme = (/** @type {string} */ name) => {
    document.documentElement.dataset.theme = name;
    current.repaint();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => current.repaint());
  /** @param {Room} room */
  async function open(room) {
    current.leave();
    current = room;
    tabs.forEach((tab, index) => tab.setAttribute('aria-pressed', String(rooms[index] === room)));
    link({ room: room.name }, { room: rooms[0].name });
    fill(place, room.element);
    await room.restore();
  }
  const restore = async () => {
    readLink();
    theme.select.value = linkedWord('theme', themeNames, 'auto');
    document.documentElement.dataset.theme = theme.select.value;
    const name = linkedWord('room', rooms.map((room) => room.name), rooms[0].name);
    await open(rooms.find((room) => room.name === name) ?? rooms[0]);
  };
  const save = element('details', { class: 'menu' }, element('summary', {}, strings.save),
    element('div', {}, button(strings.savePNG, () => saveView(current.view, 'png')),
      button(strings.saveSVG, () => saveView(current.view, 'svg'))));
  fill(app, element('header', { class: 'top' }, element('h1', {}, strings.product),
    element('nav', { 'aria-label': strings.rooms }, ...tabs), element('div', { class: 'tools' }, theme.field,
      button(strings.copyLink, () => {
        writeLink();
        const missing = current.notInLink;
        copy(location.href, missing ? strings.linkCopiedWithout(missing) : strings.linkCopied);
      }), save)), place);
  window.addEventListener('hashchange', restore);
  await restore();
  document.documentElement.dataset.ready = 'true';
}

const app = document.getElementById('app');
if (app) {
  try {
    const engine = await Engine.start(embedded('engine-module'));
    const data = JSON.parse(embedded('page-data'));
    for (const model of data.models) if (model.readsDigits) model.samples = data.digits;
    /** @type {Room[]} */
    const rooms = [new KernelRoom(engine, data)];
    if (data.models.length > 0) {
      const flat = new NetworkRoom(engine, data);
      rooms.push(flat, new SpaceRoom(flat));
      rooms.push(new TrainingRoom(engine, data,
        { worker: embedded('worker-script'), module: embedded('network-module') }, (network) => {
          flat.add(network);
          document.querySelectorAll('nav button')[1].dispatchEvent(new MouseEvent('click'));
        }));
    }
    // For the browser's console and for pages that hold rooms of their own.
    Object.assign(globalThis, { cnnlab: { engine, rooms } });
    await show(rooms, app);
  } catch (error) {
    fill(app, element('p', { class: 'problem' }, strings.engineFailed(String(error))));
    throw error;
  }
}
