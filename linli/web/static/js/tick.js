// The coordinator's list. The server draws it; this keeps the taps, paints what waits over the
// server's rows, and fetches the list anew when something changed anywhere.
// A second tap on the same person so soon is a finger that trembled: the button means something else by then.
var TWICE_MS = 800;

islands.tick = function (root) {
  var words = JSON.parse(root.dataset.words);
  var list = root.querySelector('#list'), waitingList = root.querySelector('#waiting'), net = root.querySelector('#net');
  var form = root.querySelector('#people'), search = root.querySelector('#q'), snack = root.querySelector('#snack');
  var none = root.querySelector('#none');
  var tapped = {}, sent = {}, blocked = '', fresh = Date.now(), shown = {};
  var clock = new Intl.DateTimeFormat('en-GB', { timeZone: root.dataset.zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });

  function fill(text, fields) {
    return text.replace(/\{(\w+)\}/g, function (_all, name) { return String(fields[name]); });
  }
  function time(at) { return clock.format(new Date(at)).replace(/^0/, ''); }
  function row(tap) {
    return tap.s ? document.getElementById('p-' + tap.s) : null;
  }
  function nameOf(tap) {
    var one = row(tap);
    if (one) { return one.querySelector('bdi').textContent; }
    return tap.n ? fill(words.number, { number: tap.n }) : words.person;
  }

  var from = stream('any');

  // --- what waits, painted over the rows
  var queue = tapQueue(root.dataset.id, root.dataset.url + '/tap', {
    changed: function () { paint(); },
    done: function (tap, answer) {
      sent[tap.k] = { tap: tap, at: Date.now() };
      if (answer.name && snack.lcTap === tap) { say(fill(words.ticked, { name: answer.name, what: what(tap) }), tap); }
      load();
    },
    refused: function (tap, why) { load(); say(fill(words.refused, { name: nameOf(tap), why: why }), null, true); },
    blocked: function (why) { blocked = why || words.forbidden; }
  });

  function what(tap) {
    var names = { 'in': words.came, out: words.left, confirm: words.left, plus: words.one_more, minus: words.one_less };
    if (tap.w.slice(0, 4) === 'undo') { return words.undone; }
    return fill(names[tap.w] || '', { time: tap.l || time(tap.t || Date.now()) });
  }
  function paint() {
    var taps = queue.all(), late = queue.waiting();
    root.querySelectorAll('#list li[data-wait]').forEach(restore);
    Object.keys(sent).forEach(function (key) { cover(sent[key].tap, words.sent, false); });
    taps.forEach(function (tap) { cover(tap, tap.x && !late ? words.sending : words.waits, true); });
    strangers(taps, late);
    banner(taps.length, late);
    filter();
  }
  function restore(one) {
    if (one.lcWas === undefined) { return; }
    one.innerHTML = one.lcWas;
    delete one.lcWas;
    one.removeAttribute('data-wait');
  }
  // The row as it will be: the time of the tap, and that it has not arrived yet.
  function cover(tap, state, open) {
    var one = row(tap);
    if (!one || tap.w === 'consent') { return; }
    if (one.lcWas === undefined) { one.lcWas = one.innerHTML; }
    one.dataset.wait = '1';
    var said = one.querySelector('.st'), button = one.querySelector(':scope > .go');
    said.className = 'st ' + (open ? 'wait' : 'in');
    said.replaceChildren(make('i', 'ic ic-' + (open ? 'clock' : 'check')), make('span', '', what(tap) + (root.dataset.tongue === 'en' ? ', ' : '，') + state));
    if (!button) { return; }
    if (open && (tap.w === 'in' || tap.w === 'out')) {
      var undo = make('button', 'go', words.undo);
      undo.dataset.undo = tap.k;
      button.replaceWith(undo);
    } else { button.className = 'go done'; button.textContent = '…'; button.disabled = true; }
  }
  // Walk-ins by number who are not on the list yet, and people without a nickname.
  function strangers(taps, late) {
    var rows = taps.filter(function (tap) { return !row(tap) && tap.w !== 'consent' && tap.w.slice(0, 4) !== 'undo'; }).map(function (tap) {
      var one = make('li'), text = make('span'), said = make('span', 'st wait'), undo = make('button', 'go', words.undo);
      undo.dataset.undo = tap.k;
      said.append(make('i', 'ic ic-clock'), make('span', '', what(tap) + (root.dataset.tongue === 'en' ? ', ' : '，') + (tap.x && !late ? words.sending : words.waits)));
      text.append(make('b', '', nameOf(tap)), said);
      one.append(text);
      if (tap.w === 'in') { one.append(undo); }
      return one;
    });
    waitingList.replaceChildren.apply(waitingList, rows);
    waitingList.hidden = !rows.length;
  }
  function banner(count, late) {
    var text = '';
    if (blocked) { text = fill(blocked.indexOf('{n}') < 0 ? blocked : words.forbidden, { n: count }); }
    else if (count && late) { text = fill(words.offline, { n: count }); }
    else if (late || Date.now() - Math.max(from.heard, fresh) > STALE_MS) { text = fill(words.quiet, { time: time(fresh) }); }
    if (net.textContent !== text) { net.textContent = text; }
    net.hidden = !text;
  }

  // --- the last tap can be taken back for a while
  var snackTimer = 0;
  function say(text, tap, stays) {
    clearTimeout(snackTimer);
    snack.replaceChildren(make('span', '', text));
    snack.lcTap = tap || null;
    snack.className = stays ? 'bad' : '';
    snack.hidden = false;
    var button = make('button', 'tool', tap ? words.undo : words.ok);
    button.type = 'button';
    button.addEventListener('click', function () { if (tap) { takeBack(tap); } hush(); });
    snack.append(button);
    if (!stays) { snackTimer = setTimeout(hush, 8000); }
  }
  function hush() { snack.hidden = true; snack.lcTap = null; }
  function takeBack(tap) { delete sent[tap.k]; queue.undo(tap); }

  // --- taps
  function soonAgain(name) {
    var now = Date.now(), again = now - (tapped[name] || 0) < TWICE_MS;
    if (!again) { tapped[name] = now; }
    return again;
  }
  function act(what, subject, stay, left) {
    if (soonAgain(subject || what)) { return; }
    if (what === 'consent_in') { queue.add({ w: 'consent', s: subject }); what = 'in'; }
    var tap = { w: what === 'confirm_at' ? 'confirm' : what, s: subject };
    if (stay && stay !== '-') { tap.p = stay; }
    if (left) { tap.l = left; }
    queue.add(tap);
    if (what === 'in' || what === 'out') { say(fill(words.ticked, { name: nameOf(tap), what: fill(what === 'in' ? words.came : words.left, { time: time(tap.t) }) }), tap); }
  }
  form.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (!button) { return; }
    event.preventDefault();
    if (button.dataset.undo) { undoWaiting(button.dataset.undo); return; }
    if (button.name !== 'do' || button.disabled) { return; }
    var parts = button.value.split(' ');
    var typed = parts[0] === 'confirm_at' ? root.querySelector('[name="at-' + CSS.escape(parts[2]) + '"]').value : '';
    act(parts[0], parts[1], parts[2], typed);
    var more = button.closest('details');
    if (more) { more.open = false; }
  });
  form.addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); });
  function undoWaiting(key) {
    var tap = queue.all().filter(function (one) { return one.k === key; })[0];
    if (tap && !soonAgain(tap.s || tap.n)) { takeBack(tap); hush(); }
  }

  // --- the list, fetched anew
  var asked = 0, timer = 0, busy = false, again = false;
  async function load() {
    if (busy) { again = true; return; }
    busy = true;
    asked = Date.now();
    try {
      var answer = await ask(root.dataset.url + '/list', {}, 8000);
      if (answer.status === 403) { blocked = (await answer.json()).error; }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      place(await answer.json());
      blocked = '';
      fresh = Date.now();
    } catch (error) { /* the banner says since when the list is */ }
    busy = false;
    paint();
    if (again) { again = false; part.soon(); }
  }
  function place(parts) {
    root.querySelectorAll('#list li[data-wait]').forEach(restore);
    Object.keys(sent).forEach(function (key) { if (sent[key].at <= asked) { delete sent[key]; } });
    ['counts', 'heads', 'list'].forEach(function (name) {
      if (shown[name] === parts[name]) { return; }
      shown[name] = parts[name];
      put(root.querySelector('#' + name), parts[name]);
    });
    root.querySelector('#uncounted').textContent = parts.uncounted;
    root.querySelector('#still b').textContent = fill(words.there, { n: parts.here });
  }
  var part = {
    soon: function () {
      if (queue.all().length) { queue.run(); }
      if (timer) { return; }
      timer = setTimeout(function () { timer = 0; load(); }, Math.max(100, LEAST_MS - (Date.now() - asked)));
    },
    mark: function () {
      if (Date.now() - asked > 60000 && document.visibilityState === 'visible') { part.soon(); }
      banner(queue.all().length, queue.waiting());
    }
  };
  from.parts.add(part);
  from.open();
  ['online', 'offline'].forEach(function (kind) { window.addEventListener(kind, function () { if (kind === 'online') { load(); } paint(); }); });

  // --- search
  function filter() {
    var wanted = search.value.trim().toLowerCase(), digits = wanted.replace(/\s/g, ''), found = 0;
    list.querySelectorAll('li').forEach(function (one) {
      var text = (one.querySelector('b') || one).textContent.toLowerCase();
      one.hidden = wanted !== '' && text.indexOf(wanted) < 0 && text.indexOf(digits) < 0;
      found += one.hidden ? 0 : 1;
    });
    list.querySelectorAll('section').forEach(function (group) { group.hidden = !group.querySelector('li:not([hidden])'); });
    none.hidden = !wanted || found > 0;
  }
  search.addEventListener('input', filter);
  // The keyboard covers the lower half: what is found should stand above it.
  search.addEventListener('focus', function () { search.form.scrollIntoView({ block: 'start' }); });
  search.form.addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); search.blur(); });

  // --- somebody came along, the head count, the end
  dialogs(root);
  root.querySelector('.walk').addEventListener('submit', function (event) {
    event.preventDefault(); event.stopPropagation();
    var field = this.querySelector('input[name="number"]'), number = field.value.normalize('NFKC').replace(/\D/g, '');
    var told = this.querySelector('.told');
    told.textContent = number.length === 6 ? '' : words.six;
    if (number.length !== 6 || soonAgain(number)) { field.focus(); return; }
    var known = Array.from(list.querySelectorAll('li[id]')).filter(function (one) { return one.querySelector('.nr').textContent === number; })[0];
    var tap = queue.add(known ? { w: 'in', s: known.id.slice(2) } : { w: 'in', n: number });
    field.value = '';
    root.querySelector('#walk').close();
    say(fill(words.ticked, { name: nameOf(tap), what: what(tap) }), tap);
  });
  root.querySelector('.uncounted').addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (!button) { return; }
    event.preventDefault();
    queue.add({ w: button.value });
    var figure = root.querySelector('#uncounted');
    figure.textContent = Math.max(0, Number(figure.textContent) + (button.value === 'plus' ? 1 : -1));
  });
  root.querySelector('.headform').addEventListener('submit', async function (event) {
    event.preventDefault(); event.stopPropagation();
    var told = this.querySelector('.told'), data = new URLSearchParams(new FormData(this));
    if (event.submitter) { data.set('moment', event.submitter.value); } else { data.set('moment', 'start'); }
    try {
      var answer = await ask(this.action, { method: 'POST', body: data, headers: { accept: 'application/json' } });
      var said = await answer.json();
      told.textContent = said.ok ? words.saved : said.error;
      told.className = said.ok ? 'told ok' : 'told';
      if (said.ok) { this.querySelector('input').value = ''; load(); }
    } catch (error) { told.textContent = words.away; }
  });
  root.querySelector('.endform').addEventListener('submit', async function (event) {
    event.preventDefault(); event.stopPropagation();
    await queue.run();
    var left = queue.all().length;
    if (left || !navigator.onLine) { root.querySelector('#end .told').textContent = fill(words.first, { n: left }); return; }
    this.submit();
  });

  paint();
  load();
  queue.run();
  return function () { from.parts.delete(part); clearTimeout(timer); };
};

function dialogs(root) {
  root.addEventListener('click', function (event) {
    var open = event.target.closest('[data-open]'), close = event.target.closest('[data-close]');
    if (open) { event.preventDefault(); document.getElementById(open.dataset.open).showModal(); }
    if (close) { event.preventDefault(); close.closest('dialog').close(); }
    if (event.target.tagName === 'DIALOG' && outside(event)) { event.target.close(); }
  });
}

// A tap beside the sheet closes it, one on its rim does not.
function outside(event) {
  var box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// The code: counts down by itself, goes on for minutes without network.
islands.code = function (panel) {
  var words = JSON.parse(document.querySelector('[data-words]').dataset.words), step = Number(panel.dataset.step);
  var sheet = document.getElementById('qr'), picture = sheet.querySelector('img'), wish = new URLSearchParams(location.search).get('m') || '';
  var state, byTimer, byClock, at = -1, asking = 0;

  function take(next) {
    state = next;
    byTimer = performance.now() - (step - state.left) * 1000;
    byClock = Date.now() - (step - state.left) * 1000;
    at = -1;
  }
  // The page's timer may stop while the phone sleeps, its clock may be set: the later one counts.
  function gone() { return Math.max(performance.now() - byTimer, Date.now() - byClock) / 1000; }
  async function fetchAnew() {
    var mine = ++asking;
    try {
      var answer = await ask(panel.dataset.url + '?m=' + wish + (sheet.open ? '&qr=1' : ''), {}, 8000);
      if (answer.ok && mine === asking) { take(await answer.json()); show(); }
    } catch (error) { /* the codes that are here go on */ }
  }
  function text(node, value) { if (node.textContent !== value) { node.textContent = value; } }
  function show() {
    var seconds = gone(), index = Math.floor(seconds / step), left = Math.max(1, Math.ceil(step - (seconds - index * step)));
    var code = state.codes[index], shown = code ? code.slice(0, 3) + ' ' + code.slice(3) : '––– –––';
    text(panel.querySelector('.big'), shown);
    text(sheet.querySelector('.giant'), shown);
    document.querySelectorAll('.in-s').forEach(function (one) { text(one, code ? words.left_in.replace('{n}', left) : words.no_code); });
    text(panel.querySelector('.ring text'), code ? String(left) : '–');
    panel.querySelector('.ring .run').setAttribute('stroke-dashoffset', String(Math.round(195 * (1 - (code ? left : 0) / step))));
    if (index !== at) { at = index; turn(index); }
  }
  function turn(index) {
    panel.querySelectorAll('[data-m]').forEach(function (one) { one.toggleAttribute('aria-current', one.dataset.m === state.moment); });
    panel.querySelector('.sum').classList.toggle('shut', !state.open);
    var note = panel.querySelector('.note-s');
    note.hidden = state.open;
    text(note, state.note);
    text(sheet.querySelector('h2'), state.title);
    var drawn = state.qr[index];
    picture.hidden = !drawn;
    if (drawn) { picture.src = drawn; }
    if (index > 0 || (sheet.open && !drawn)) { fetchAnew(); }
  }
  panel.addEventListener('click', function (event) {
    var other = event.target.closest('[data-m]'), large = event.target.closest('[data-qr], .digits');
    if (other) { event.preventDefault(); wish = other.dataset.m; fetchAnew(); }
    if (large) { event.preventDefault(); sheet.showModal(); fetchAnew(); }
  });
  var timer = setInterval(show, 250);
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'visible') { fetchAnew(); } });
  window.addEventListener('online', fetchAnew);
  take(JSON.parse(panel.dataset.state));
  show();
  return function () { clearInterval(timer); };
};
