// SPDX-License-Identifier: MIT
// Shows /status. Every word of it is a stranger's: text nodes alone, never markup.
'use strict';

const POLL_MS = 5000;
const ANSWER_MS = 4000;
const SILENT_S = 90;  // the keeper publishes at least once a minute
const TEXT_MAX = 300;

// Controls, and what reorders or hides text: shown as what they are.
const HIDDEN = new RegExp('[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f' +
                          '\\u2028-\\u202e\\u2060-\\u206f\\ufeff]', 'g');
const NBSP = '\u00a0';  // between a number and its unit, where no line may break

const byId = id => document.getElementById(id);
const list = value => Array.isArray(value) ? value : [];
const isNumber = value => typeof value === 'number' && Number.isFinite(value);

// Our own numbers and times are never broken; a stranger's text may be, anywhere.
const whole = text => make('span', 'n', text);

function shown(value) {
  if (value === undefined || value === null) return '–';
  const text = String(value).slice(0, TEXT_MAX);
  return text.replace(HIDDEN, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const child of children)
    node.append(child instanceof Node ? child : isolated(child));
  return node;
}

// Keeps the direction of a text to itself.
function isolated(text) {
  const node = document.createElement('bdi');
  node.textContent = shown(text);
  return node;
}

const soft = text => make('span', 'soft', text);

function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return s + NBSP + 's';
  if (s < 7200) return Math.round(s / 60) + NBSP + 'min';
  if (s < 172800) return Math.round(s / 3600) + NBSP + 'h';
  return Math.round(s / 86400) + NBSP + 'days';
}

const isTime = text => typeof text === 'string' && !Number.isNaN(Date.parse(text));
// "2026-03-02 14:05:12 UTC"
const moment = text => isTime(text) ? text.replace('T', ' ').replace('Z', ' UTC') : shown(text);
// Relative to the keeper's own clock, not to this machine's.
const ago = (text, now) => (Date.parse(now) - Date.parse(text)) / 1000;
const sinceText = (text, now) => isTime(text) ? span(ago(text, now)) + ' ago' : '';

const percent = bps => isNumber(bps) ? (bps / 100).toFixed(2) + NBSP + '%' : '–';
const time = text => isTime(text) ? whole(moment(text)) : shown(text);

function table(caption, heads, rows) {
  const node = make('table', '');
  node.append(make('caption', '', ...[caption].flat()));
  const top = make('tr', '');
  for (const [text, kind] of heads) {
    const head = make('th', kind, text);
    head.scope = 'col';
    top.append(head);
  }
  node.append(make('thead', '', top));
  const body = make('tbody', '');
  for (const cells of rows) body.append(row(heads, cells));
  node.append(body);
  return node;
}

function row(heads, cells) {
  const line = make('tr', '');
  cells.forEach((cell, i) => {
    const node = make(i === 0 ? 'th' : 'td', i === 0 ? '' : heads[i][1]);
    if (i === 0) node.scope = 'row'; else node.dataset.label = heads[i][0];
    // One child, so that the narrow layout has two columns and no more.
    node.append(make('div', '', ...[cell].flat()));
    line.append(node);
  });
  return line;
}

function wanted(pair) {
  const value = pair || {};
  if (!isNumber(value.wanted)) return '–';
  if (!isNumber(value.onchain) || value.wanted === value.onchain)
    return whole(percent(value.wanted));
  const down = value.wanted < value.onchain;
  const sign = make('span', 'n move', (down ? '▼' : '▲') + NBSP + percent(value.wanted));
  sign.append(make('span', 'hidden', down ? ' (lower)' : ' (higher)'));
  return sign;
}

const MARKET_HEADS = [['Market', ''], ['LTV on chain', 'num'], ['LTV wanted', 'num'],
                      ['LT on chain', 'num'], ['LT wanted', 'num'], ['Reason', ''],
                      ['Last changed', '']];

function marketRow(market, now) {
  const reason = [market.reason];
  if (market.pending_until) reason.push(soft('waits until ' + moment(market.pending_until)));
  const onchain = pair => whole(percent((pair || {}).onchain));
  return [[market.name, soft(market.chain)], onchain(market.ltv_bps), wanted(market.ltv_bps),
          onchain(market.lt_bps), wanted(market.lt_bps), reason,
          [time(market.updated_at), soft(sinceText(market.updated_at, now))]];
}

const GOOD = ['fresh', 'closed', 'alive', 'idle', 'waiting'];
const BAD = ['stale', 'rejected', 'missing', 'unreachable', 'wrong_chain', 'stopped'];

function stateOf(word) {
  const kind = GOOD.includes(word) ? 'good' : BAD.includes(word) ? 'bad' : 'warn';
  return make('span', kind, String(word === undefined ? 'unknown' : word).replaceAll('_', ' '));
}

const FEED_HEADS = [['Feed', ''], ['Status', ''], ['Value', 'num'], ['Age', 'num'],
                    ['Stale after', 'num'], ['Observed', '']];

function feedRow(feed) {
  const status = [stateOf(feed.status)];
  if (feed.sentence) status.push(soft(feed.sentence));
  const value = feed.value === undefined ? '–' : shown(feed.value) + ' ' + shown(feed.unit || '');
  const age = seconds => isNumber(seconds) ? whole(span(seconds)) : '–';
  return [[feed.name, soft(feed.group || '')], status, value, age(feed.age_s),
          age(feed.stale_after_s), time(feed.observed_at)];
}

const NODE_HEADS = [['Endpoint', ''], ['State', ''], ['Newest block', 'num']];

function chainBlock(chain) {
  const sender = chain.sender || {};
  const last = chain.last_update;
  const words = [make('strong', '', shown(chain.name)), ' · sender ', stateOf(sender.state),
    ` · ${shown(sender.open)} open · ${shown(sender.balance_ether)} for gas` +
    ` (${shown(sender.updates_left)} updates)`];
  if (last)
    words.push(` · last update ${moment(last.at)}`);
  if (last && last.tx) words.push(' ', make('span', 'mono', shortHash(last.tx)));
  const rows = list(chain.endpoints).map(node =>
    [node.name, stateOf(node.state), shown(node.head_block)]);
  return make('div', 'chain', table(words, NODE_HEADS, rows));
}

function shortHash(text) {
  const hash = shown(text);
  return hash.length > 20 ? hash.slice(0, 10) + '…' + hash.slice(-8) : hash;
}

// Nothing in it moves by itself: it is read aloud whenever it is drawn.
function alarmList(alarms) {
  if (alarms.length === 0) return make('p', 'soft', 'None stands.');
  const items = alarms.map(alarm => {
    const critical = alarm.severity === 'critical';
    const head = make('p', 'what', make('span', critical ? 'bad' : 'warn', alarm.severity), ': ',
                      alarm.sentence);
    const parts = [head, make('p', 'soft', alarm.name, ', since ' + moment(alarm.since))];
    if (alarm.remedy) parts.push(make('p', '', alarm.remedy));
    return make('li', critical ? 'critical' : '', ...parts);
  });
  const node = make('ul', 'alarms', ...items);
  node.setAttribute('role', 'list');
  return node;
}

function tile(title, text, more) {
  const node = make('div', '', make('dt', '', title), make('dd', '', text));
  if (more) node.append(make('dd', 'more', more));
  return node;
}

function newestUpdate(chains) {
  const updates = chains.filter(chain => chain.last_update && isTime(chain.last_update.at));
  updates.sort((a, b) => Date.parse(b.last_update.at) - Date.parse(a.last_update.at));
  return updates[0];
}

function tiles(status) {
  const epoch = status.epoch || {};
  const keeper = status.keeper || {};
  const update = newestUpdate(list(status.chains));
  const until = isTime(epoch.next_at) ? -ago(epoch.next_at, status.at) : NaN;
  const due = until >= 0 ? 'in ' + span(until) : until < 0 ? 'overdue by ' + span(-until) : '–';
  return [
    tile('Last decision', epoch.decision, sinceText(epoch.last_at, status.at)),
    tile('Last update', update ? sinceText(update.last_update.at, status.at) : 'none yet',
         update ? `on ${shown(update.name)}, ${moment(update.last_update.at)}` : ''),
    tile('Next epoch', due, moment(epoch.next_at)),
    tile('Ready', keeper.ready ? 'yes' : 'no', list(keeper.not_ready).map(shown).join('; ')),
  ];
}

// What did not change is left alone: selections stay, and a screen reader is not told again.
const drawn = new Map();
function draw(id, data, build) {
  const text = JSON.stringify(data);
  if (drawn.get(id) === text) return;
  drawn.set(id, text);
  byId(id).replaceChildren(...[build()].flat());
}

function modeClass(keeper) {
  if (!keeper.ready) return 'bad';
  return keeper.mode === 'running' ? 'good' : 'warn';
}

function show(status) {
  const keeper = status.keeper || {};
  const now = status.at;
  const name = shown(keeper.name);
  const alarms = list(status.alarms);
  document.title = (alarms.length ? `(${alarms.length}) ` : '') + name + ' · Ballast';
  draw('name', name, () => ['Ballast ', isolated(name)]);
  draw('state', keeper, () => make('span', modeClass(keeper),
                                   shown(keeper.mode) + (keeper.ready ? '' : ', not ready')));
  draw('alarms-body', alarms, () => alarmList(alarms));
  draw('overview', [status.epoch, status.chains, keeper, now], () => tiles(status));
  draw('markets-body', [status.markets, now], () =>
    table('What the contract holds, and what the model wants', MARKET_HEADS,
          list(status.markets).map(market => marketRow(market, now))));
  draw('feeds-body', status.feeds, () =>
    table('Age counts while the feed’s market is open', FEED_HEADS,
          list(status.feeds).map(feedRow)));
  draw('chains-body', status.chains, () => list(status.chains).map(chainBlock));
  const program = status.program || {};
  draw('footer', [program, keeper], () =>
    [make('span', '', `Version ${shown(program.version)}, model `),
     make('span', 'mono', shortHash(program.code_hash)),
     make('span', '', `, running since ${moment(keeper.since)}. Times are UTC.`)]);
}

let lastAt = '';
let changedAt = performance.now();
let answeredAt = 0;

function trouble(text) {
  if (byId('trouble').textContent !== text) byId('trouble').textContent = text;
  document.body.classList.toggle('old', text !== '');
}

function judge(problem) {
  const silent = (performance.now() - changedAt) / 1000;
  if (problem) trouble(`No answer from the keeper (${problem}). What is shown may be old.`);
  else if (silent > SILENT_S) trouble('The keeper has published nothing new for over a minute.');
  else trouble('');
  byId('freshness').textContent = answeredAt ? 'As of ' + moment(lastAt) : ' ';
}

async function ask() {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_MS);
  try {
    const answer = await fetch('/status', {cache: 'no-store', signal: abort.signal});
    if (!answer.ok) return 'status ' + answer.status;
    const status = await answer.json();
    if (status.format !== 'ballast/status/1') return 'another format: reload this page';
    if (!status.at) return 'it has just started';
    if (status.at !== lastAt) changedAt = performance.now();
    lastAt = status.at;
    answeredAt = performance.now();
    show(status);
    return '';
  } catch (error) {
    return abort.signal.aborted ? 'it takes too long' : 'no connection';
  } finally {
    clearTimeout(timer);
  }
}

async function poll() {
  if (!document.hidden) judge(await ask());
  setTimeout(poll, POLL_MS);
}
poll();
