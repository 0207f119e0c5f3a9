// Everything that comes out of a message is put on the page by textContent, never as markup: it was written by strangers.
'use strict';

const every = 2000;
const limit = 50;
const by = id => document.getElementById(id);
let start = 0;
let shown = '';     // what the list shows: changes of it are worth a new request
let chosen = null;  // the message that is read, or null

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

const size = bytes => bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;

function when(time) {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : `${date.toLocaleDateString()} ${date.toLocaleTimeString()}`;
}

async function refresh() {
  try {
    const stats = await get('/api/stats');
    by('stats').textContent = `${stats.kept.toLocaleString()} kept of ${stats.received.toLocaleString()} received`
      + (stats.evicted ? `, ${stats.evicted.toLocaleString()} evicted` : '') + `, ${size(stats.bytes)}`;
    const wanted = JSON.stringify([stats.received, stats.deleted, start, by('search').value]);
    if (wanted !== shown) {
      await list();
      shown = wanted;
    }
  } catch {
    by('stats').textContent = 'The mail catcher does not answer.';
    shown = '';
  }
}

async function list() {
  const query = by('search').value.trim();
  const page = await get(`/api/messages?${new URLSearchParams({ query, start, limit })}`);
  if (page.items.length === 0 && start > 0) {
    start = 0;
    return list();
  }

  by('messages').replaceChildren(...page.items.map(line));
  by('empty').hidden = page.items.length > 0;
  by('empty').textContent = query ? 'No message contains that.' : 'No mail yet. It appears here as it arrives.';
  by('pages').hidden = page.total <= limit;
  by('range').textContent = `${start + 1} to ${start + page.items.length} of ${page.total}`;
  by('newer').disabled = start === 0;
  by('older').disabled = start + limit >= page.total;
}

function line(message) {
  const link = document.createElement('a');
  link.href = `#${encodeURIComponent(message.id)}`;
  if (message.id === chosen) link.setAttribute('aria-current', 'true');
  link.append(
    element('span', message.subject || '(no subject)', 'subject'), element('span', when(message.receivedAt), 'when'),
    element('span', message.to.join(', '), 'who'), element('span', size(message.size), 'size'));
  const item = document.createElement('li');
  item.append(link);
  return item;
}

async function read() {
  chosen = decodeURIComponent(location.hash.slice(1)) || null;
  document.body.classList.toggle('reading', chosen !== null);
  for (const link of by('messages').querySelectorAll('a'))
    link.toggleAttribute('aria-current', link.hash === `#${chosen}`);
  if (chosen === null)
    return nothing();

  const id = encodeURIComponent(chosen);
  try {
    show(await get(`/api/messages/${id}`), id);
  } catch {
    nothing('This message is not here any more.');
  }
}

function nothing(why = 'Choose a message to read it.') {
  by('message').hidden = true;
  by('hint').hidden = false;
  by('hint').textContent = why;
}

function show(message, id) {
  by('hint').hidden = true;
  by('message').hidden = false;
  by('subject').textContent = message.subject || '(no subject)';
  by('download').href = `/api/v1/messages/${id}/download`;
  by('problem').hidden = !message.problem;
  by('problem').textContent = message.problem ? `The content cannot be decoded: ${message.problem}` : '';

  const facts = [['From', message.from || '(nobody: a bounce)'], ['To', message.to.join(', ')],
    ['Received', `${new Date(message.receivedAt).toLocaleString()} from ${message.helo}`], ['Size', size(message.size)]];
  if (message.attachments.length) facts.push(['Attached', message.attachments.join(', ')]);
  by('envelope').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', name), element('dd', value)]));

  by('text').textContent = message.text ?? '';
  by('source').textContent = '';
  frame(message.hasHtml ? `/api/messages/${id}/html` : 'about:blank');
  by('headers').tBodies[0].replaceChildren(...message.headers.map(header => {
    const row = document.createElement('tr');
    row.append(element('th', header.name), element('td', header.value));
    return row;
  }));

  tabs([...(message.hasHtml ? [['HTML', 'html']] : []), ...(message.text == null ? [] : [['Text', 'text']]),
    ['Source', 'source'], ['Headers', 'headers']], id);
}

// A new frame each time: another address in the same one would be one more step for the browser's Back.
function frame(address) {
  const made = document.createElement('iframe');
  made.id = 'html';
  made.title = 'HTML part';
  made.setAttribute('sandbox', '');
  made.src = address;
  by('html').replaceWith(made);
}

function tabs(all, id) {
  const buttons = all.map(([name, part]) => {
    const button = element('button', name);
    button.type = 'button';
    button.role = 'tab';
    button.onclick = () => open(part, button);
    return button;
  });

  async function open(part, button) {
    for (const other of buttons) other.setAttribute('aria-selected', String(other === button));
    for (const other of ['html', 'text', 'source', 'headers']) by(other).hidden = other !== part;
    if (part === 'source' && !by('source').textContent)
      by('source').textContent = await (await fetch(`/api/messages/${id}/source`)).text();
  }

  by('tabs').replaceChildren(...buttons);
  open(all[0][1], buttons[0]);
}

function turn(pages) {
  start = Math.max(0, start + pages * limit);
  refresh();
}

by('newer').onclick = () => turn(-1);
by('older').onclick = () => turn(1);
by('delete').onclick = async () => {
  await fetch(`/api/v1/messages/${encodeURIComponent(chosen)}`, { method: 'DELETE' });
  location.hash = '';
  refresh();
};
by('delete-all').onclick = async () => {
  if (!confirm('Delete all messages?')) return;
  await fetch('/api/v1/messages', { method: 'DELETE' });
  location.hash = '';
  refresh();
};

let typing;
by('search').oninput = () => {
  start = 0;
  clearTimeout(typing);
  typing = setTimeout(refresh, 250);
};

addEventListener('hashchange', read);
setInterval(() => document.hidden || refresh(), every);
refresh();
read();
