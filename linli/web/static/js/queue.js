// Taps that wait for the network. Kept in this browser until they are sent: a key, what was
// tapped, a subject's id or player number, and when. Nothing else, and nothing after.
function tapKey() {
  var bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, function (one) { return one.toString(16).padStart(2, '0'); }).join('');
}

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

  // The phone's clock may be set while it waits, and the other clock may stop while it sleeps.
  function elapsed(tap) {
    var byClock = Date.now() - tap.t, byTimer = since[tap.k] === undefined ? 0 : performance.now() - since[tap.k];
    return Math.max(0, Math.floor(Math.max(byClock, byTimer) / 1000));
  }
  function body(tap) {
    return { key: tap.k, what: tap.w, subject: tap.s, number: tap.n, presence: tap.p, of: tap.o, left: tap.l, elapsed: elapsed(tap) };
  }
  function later() {
    fails += 1;
    clearTimeout(timer);
    timer = setTimeout(run, Math.min(15000, 500 * Math.pow(2, fails)));
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
  // Whether to go on with the next tap.
  async function send(tap) {
    change(function (list) { return list.map(function (one) { return one.k === tap.k ? Object.assign({}, one, { x: 1 }) : one; }); });
    var answer, said;
    try {
      answer = await post(url, body(tap), 8000);
      if (answer.status >= 500 || answer.status === 429) { throw new Error(String(answer.status)); }
      said = await answer.json();
    } catch (error) { later(); return false; }
    fails = 0;
    if (answer.status === 403) { told.blocked(said.error); return false; }
    if (said.ok) { told.done(tap, said); } else { told.refused(tap, said.error || word('fault')); }
    drop(tap.k);
    return true;
  }
  window.addEventListener('online', function () { fails = 0; run(); });

  return {
    all: read,
    run: run,
    waiting: function () { return fails > 0 || !navigator.onLine; },
    add: function (tap) {
      tap.k = tap.k || tapKey();
      tap.t = Date.now();
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
