// The code: counts down by itself, goes on for minutes without network.
var ANEW = 5;

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
      serverClock.heard(answer);
      if (answer.ok && mine === asking) { take(await answer.json()); beat(); }
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
    document.querySelectorAll('[data-m]').forEach(function (one) { if (one.dataset.m === state.moment) { one.setAttribute('aria-current', 'true'); } else { one.removeAttribute('aria-current'); } });
    panel.querySelector('.sum').classList.toggle('shut', !state.open);
    var note = panel.querySelector('.note-s');
    note.hidden = state.open;
    text(note, state.note);
    text(sheet.querySelector('h2'), state.title);
    var drawn = state.qr[index];
    picture.hidden = !drawn;
    if (drawn) { picture.src = drawn; }
    // Five minutes of codes are here: the network is asked when half are used, or a picture is missing.
    if (index >= ANEW || (index > 0 && !state.open) || (sheet.open && !drawn)) { fetchAnew(); }
  }
  function tapped(event) {
    var other = event.target.closest('[data-m]'), large = event.target.closest('[data-qr], .digits');
    if (other) { event.preventDefault(); wish = other.dataset.m; fetchAnew(); }
    if (large && !sheet.open) { event.preventDefault(); sheet.showModal(); awake(); fetchAnew(); }
  }
  panel.addEventListener('click', tapped);
  sheet.addEventListener('click', tapped);
  sheet.addEventListener('close', function () { asleep(); });

  // The screen stays on while the code is shown around, and only then.
  var lock = null;
  async function awake() {
    if (lock || !navigator.wakeLock || !sheet.open || document.visibilityState !== 'visible') { return; }
    try {
      lock = await navigator.wakeLock.request('screen');
      lock.addEventListener('release', function () { lock = null; });
      if (!sheet.open) { asleep(); }
    } catch (error) { lock = null; /* a low battery: the phone decides */ }
  }
  function asleep() { if (lock) { lock.release(); lock = null; } }

  // One timer, at each full second of the code, and none while nobody looks.
  var timer = 0;
  function beat() {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') { return; }
    show();
    timer = setTimeout(beat, 1000 - (gone() * 1000) % 1000 + 20);
  }
  document.addEventListener('visibilitychange', function () {
    beat();
    if (document.visibilityState === 'visible') { awake(); fetchAnew(); }
  });
  window.addEventListener('online', fetchAnew);
  take(JSON.parse(panel.dataset.state));
  beat();
  return function () { clearTimeout(timer); asleep(); };
};
