// The coordinator's list. The server draws it; this keeps the taps, paints what waits over the
// server's rows, and fetches the list anew when something changed anywhere.
// A second tap on the same person so soon is a finger that trembled: the button means something else by then.
var TWICE_MS = 800;
// Between two fetches of the list for what others did: on a busy morning that saves half the battery.
var OTHERS_MS = 1500;

islands.tick = function (root) {
  var words = JSON.parse(root.dataset.words);
  var list = root.querySelector('#list'), waitingList = root.querySelector('#waiting'), net = root.querySelector('#net');
  var form = root.querySelector('#people'), search = root.querySelector('#q'), snack = root.querySelector('#snack');
  var tapped = {}, sent = {}, blocked = '', fresh = Date.now(), shown = {};
  var clock = new Intl.DateTimeFormat('en-GB', { timeZone: root.dataset.zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });

  function fill(text, fields) {
    return text.replace(/\{(\w+)\}/g, function (_all, name) { return String(fields[name]); });
  }
  // By the server's clock: a phone may be minutes off.
  function time(at, ahead) { return clock.format(new Date(at + (ahead === undefined ? serverClock.ahead() : ahead))).replace(/^0/, ''); }
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
  var queue = tapQueue(root.dataset.keeps, root.dataset.url + '/tap', {
    changed: function () { paint(); },
    done: function (tap, answer) {
      sent[tap.k] = { tap: tap, at: Date.now() };
      if (answer.noted) { say(fill(words.noted, { name: nameOf(tap) }), tap); }
      else if (answer.name && snack.lcTap === tap) { say(fill(words.ticked, { name: answer.name, what: what(tap) }), tap); }
      load();
    },
    refused: function (tap, why) { load(); complain(fill(words.refused, { name: nameOf(tap), why: why })); },
    blocked: function (why) { blocked = why || words.forbidden; }
  });

  function what(tap) {
    var names = { 'in': words.came, out: words.left, confirm: words.left, plus: words.one_more, minus: words.one_less };
    if (tap.w.slice(0, 4) === 'undo') { return words.undone; }
    return fill(names[tap.w] || '', { time: tap.l || time(tap.t || Date.now(), tap.c) });
  }
  function paint() {
    var taps = queue.all(), late = queue.waiting();
    root.querySelectorAll('#list li[data-wait]').forEach(restore);
    Object.keys(sent).forEach(function (key) { cover(sent[key].tap, words.sent, false); });
    taps.forEach(function (tap) { cover(tap, tap.x && !late ? words.sending : words.waits, true); });
    strangers(taps, late);
    banner(taps.length, late);
    names.show();
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
    var others = foreignTaps(root.dataset.keeps);
    if (blocked) { text = fill(blocked.indexOf('{n}') < 0 ? blocked : words.forbidden, { n: count }); }
    else if (count && late) { text = fill(words.offline, { n: count }); }
    else if (others) { text = fill(words.others, { n: others }); }
    else if (late || Date.now() - Math.max(from.heard, fresh) > STALE_MS) { text = fill(words.quiet, { time: time(fresh) }); }
    if (net.textContent !== text) { net.textContent = text; }
    net.hidden = !text;
    if (text) { root.style.setProperty('--net', net.offsetHeight + 'px'); }
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
  // Refusals stay until somebody has read them, also when many queued taps are refused together.
  function complain(text) {
    var before = snack.className === 'bad' && !snack.hidden ? Array.from(snack.querySelectorAll('p')) : [];
    say('', null, true);
    snack.firstChild.replaceChildren.apply(snack.firstChild, before.concat([make('p', '', text)]));
  }
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
      serverClock.heard(answer);
      if (answer.status === 403) { blocked = (await answer.json()).error; }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      place(await answer.json());
      blocked = '';
      fresh = Date.now();
    } catch (error) { /* the banner says since when the list is */ }
    busy = false;
    paint();
    if (again) { again = false; load(); }
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
    root.querySelector('#there b').textContent = parts.here;
  }
  var part = {
    soon: function () {
      if (queue.all().length) { queue.run(); }
      if (timer) { return; }
      if (document.visibilityState === 'hidden') { return; }
      timer = setTimeout(function () { timer = 0; load(); }, Math.max(100, Math.max(OTHERS_MS, from.pause) - (Date.now() - asked)));
    },
    mark: function () {
      if (Date.now() - asked > 60000 && document.visibilityState === 'visible') { part.soon(); }
      banner(queue.all().length, queue.waiting());
    }
  };
  from.parts.add(part);
  from.open();
  ['online', 'offline'].forEach(function (kind) { window.addEventListener(kind, function () { if (kind === 'online') { load(); } paint(); }); });

  // --- search and counts (names.js)
  var names = namesOf(root);

  // --- somebody came along, the head count, the end
  dialogs(root);
  // A number that was searched and is not on the list need not be typed again.
  root.addEventListener('click', function (event) {
    var digits = search.value.normalize('NFKC').replace(/\D/g, '');
    if (event.target.closest('[data-open="walk"]') && digits.length === 6) { root.querySelector('#number').value = digits; }
  });
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
