// Taps that wait for the network. Kept in this browser until they are sent: a key, what was
// tapped, a subject's id or player number, and when. Nothing else, and nothing after.
var SET_MS = 3000;  // less than this is the network's delay, not a clock that was set
var KEEP_MS = 16 * 24 * 3600 * 1000;  // longer than any coordinator's link lives

function tapKey() {
  var bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, function (one) { return one.toString(16).padStart(2, '0'); }).join('');
}

// How this phone's clock differs from the server's. A clock that is wrong all the time does no harm: only
// what it does between a tap and its sending counts. The server's time comes with every answer.
var serverClock = (function () {
  var known = null;  // at the last contact: o, server's clock - ours; d, our clock - the page's own timer
  function drift() { return Date.now() - performance.now(); }
  return {
    heard: function (answer) {
      var at = Date.parse(answer.headers.get('date') || '');
      if (at) { known = { o: at + 500 - Date.now(), d: drift(), at: performance.now() }; }
    },
    // How much to add to our clock to have the server's.
    ahead: function () { return known ? known.o : 0; },
    // Whether the server was heard a moment ago, by both of our clocks.
    fresh: function () { return known !== null && performance.now() - known.at < 5000 && Math.abs(drift() - known.d) < 2000; },
    // What a tap remembers: the difference then, and how far our clock jumped since the last contact.
    mark: function () { return known ? { c: Math.round(known.o), j: Math.round(drift() - known.d) } : {}; }
  };
})();

// Milliseconds since a tap. Both clocks of a phone lie: the one on the wall may be set meanwhile, most
// often when the network comes back, and the page's timer stands still while the phone sleeps and starts
// anew at a reload. So the wall's is taken, less what it was set by since the tap, as the server tells;
// the timer says the least that it can be. It was set before the tap if our clock had jumped by as much
// by then. Who sets the clock and lets the phone sleep, both between the last contact and the tap, is
// credited wrongly by what the clock was set.
function sinceTap(tap, timer) {
  var wall = Date.now() - tap.t, set = tap.c === undefined ? 0 : tap.c - serverClock.ahead();
  var beforeTheTap = Math.abs((tap.j || 0) - set) <= SET_MS;
  if (Math.abs(set) > SET_MS && !beforeTheTap) { wall -= set; }
  return Math.max(0, wall, timer === undefined ? 0 : performance.now() - timer);
}

// id: activity and who keeps its list, so that nobody sends another coordinator's taps as their own.
// told: changed() after every change, done(tap, answer), refused(tap, sentence), blocked().
function tapQueue(id, url, told) {
  var name = 'lc-tick:' + id;
  var memory = [], since = {}, busy = false, fails = 0, timer = 0;

  function read() {
    try { return JSON.parse(localStorage.getItem(name) || '[]'); } catch (error) { return memory; }
  }
  // Every change reads what is kept first: the same list may be open in two tabs.
  function change(work) {
    var list = work(read());
    memory = list;
    try {
      if (list.length) { localStorage.setItem(name, JSON.stringify(list)); } else { localStorage.removeItem(name); }
    } catch (error) { /* storage is closed: the taps live as long as the page */ }
    told.changed();
  }
  function drop(key) { change(function (list) { return list.filter(function (one) { return one.k !== key; }); }); }

  function body(tap) {
    var seconds = Math.floor(sinceTap(tap, since[tap.k]) / 1000);
    return { key: tap.k, what: tap.w, subject: tap.s, number: tap.n, presence: tap.p, of: tap.o, left: tap.l, elapsed: seconds };
  }
  // A phone in a pocket tries once a minute.
  function later() {
    fails += 1;
    clearTimeout(timer);
    timer = setTimeout(run, document.visibilityState === 'hidden' ? 60000 : Math.min(15000, 500 * Math.pow(2, fails)));
  }
  async function run() {
    if (busy) { return; }
    busy = true;
    for (var tap = read()[0]; tap; tap = read()[0]) {
      if (!(await send(tap))) { break; }
    }
    busy = false;
    told.changed();
  }
  // A tap of just now needs no clock; for an older one the server's is asked for first.
  async function timed(tap) {
    var just = since[tap.k] !== undefined && performance.now() - since[tap.k] < 2000 && Date.now() - tap.t < 2000;
    if (!just && !serverClock.fresh()) { serverClock.heard(await ask('/healthz', { cache: 'no-store' }, 8000)); }
  }
  // Whether to go on with the next tap.
  async function send(tap) {
    var answer, said;
    try {
      await timed(tap);
      if (!read().some(function (one) { return one.k === tap.k; })) { return true; }
      change(function (list) { return list.map(function (one) { return one.k === tap.k ? Object.assign({}, one, { x: 1 }) : one; }); });
      answer = await post(url, body(tap), 8000);
      serverClock.heard(answer);
      if (answer.status >= 500 || answer.status === 429) { throw new Error(String(answer.status)); }
      said = await answer.json();
    } catch (error) { later(); return false; }
    fails = 0;
    if (answer.status === 403) { told.blocked(said.error); return false; }
    if (said.ok) { told.done(tap, said); } else { told.refused(tap, said.error || word('fault')); }
    drop(tap.k);
    return true;
  }
  function soon() { fails = 0; run(); }
  window.addEventListener('online', soon);
  document.addEventListener('visibilitychange', function () { if (document.visibilityState === 'visible' && read().length) { soon(); } });
  // Without network the page cannot be opened again; the browser asks before it goes.
  window.addEventListener('beforeunload', function (event) { if (!navigator.onLine && read().length) { event.preventDefault(); } });

  return {
    all: read,
    run: run,
    waiting: function () { return fails > 0 || !navigator.onLine; },
    add: function (tap) {
      tap.k = tap.k || tapKey();
      tap.t = Date.now();
      Object.assign(tap, serverClock.mark());
      since[tap.k] = performance.now();
      change(function (list) { return list.concat([tap]); });
      run();
      return tap;
    },
    // A tap that never went out is forgotten; one that may have arrived is undone after it.
    undo: function (tap) {
      var kept = read().filter(function (one) { return one.k === tap.k; })[0];
      if (kept && !kept.x) { drop(tap.k); return; }
      this.add({ w: tap.w === 'out' ? 'undo_out' : 'undo_in', s: tap.s, n: tap.n, o: tap.k });
    }
  };
}

// Taps on this phone that somebody else made for the same list: how many; what is too old to count is wiped.
function foreignTaps(id) {
  var activity = 'lc-tick:' + id.split(':')[0] + ':', count = 0;
  try {
    Object.keys(localStorage).filter(function (name) { return name.indexOf('lc-tick:') === 0; }).forEach(function (name) {
      var taps = JSON.parse(localStorage.getItem(name));
      if (taps.every(function (one) { return Date.now() - one.t > KEEP_MS; })) { localStorage.removeItem(name); return; }
      if (name.indexOf(activity) === 0 && name !== 'lc-tick:' + id) { count += taps.length; }
    });
  } catch (error) { /* storage is closed, or not ours */ }
  return count;
}
