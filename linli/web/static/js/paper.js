// A paper: taps are kept at once and may be changed; the server's clock decides. What could not be
// sent yet is sent again, the newest choice of each question only, before anything else is asked.
islands.paper = function (el) {
  var waiting = {}, sending = null, timer = 0, ends = 0;

  function show(html, focus) {
    el.innerHTML = html;
    el.classList.toggle('docked', !!el.querySelector('.dock'));
    up();
    var target = el.querySelector('[data-focus]');
    if (focus && target) { target.setAttribute('tabindex', '-1'); target.focus({ preventScroll: true }); }
    count();
  }
  function tell(text) {
    var old = el.querySelector('[data-told]');
    if (old) { old.remove(); }
    if (!text) { return; }
    var block = make('div', 'say warn');
    block.dataset.told = '1';
    block.setAttribute('role', 'alert');
    block.appendChild(make('i', 'ic ic-info'));
    block.appendChild(make('p', '', text));
    el.insertBefore(block, el.querySelector('.dock') || null);
  }
  async function reason(answer) {
    try { return (await answer.json()).error || word('fault'); } catch (error) { return word('fault'); }
  }
  function online() {
    return new Promise(function (done) { window.addEventListener('online', done, { once: true }); });
  }

  // Ask until somebody answers. Gives the answer, or null when it was refused or the page is gone.
  async function until(request) {
    for (var pause = 500, failed = 0; el.isConnected; pause = Math.min(pause * 2, 8000)) {
      try {
        var answer = await request();
        if (answer.ok) { tell(''); return answer; }
        if (answer.status < 500 && answer.status !== 429) { tell(await reason(answer)); return null; }
      } catch (error) { /* told below */ }
      failed += 1;
      if (failed > 1 || navigator.onLine === false) { tell(word('offline')); }
      await Promise.race([wait(pause), online()]);
    }
    return null;
  }

  async function load(place, focus) {
    await flush();
    var answer = await until(function () { return ask(el.dataset.url + (place === '' ? '' : '?n=' + place)); });
    if (answer) { show(await answer.text(), focus); }
  }
  async function act(name, button) {
    if (button.disabled) { return; }
    button.disabled = true;
    await flush();
    var answer = await until(function () { return post(el.dataset.url + '/' + name, {}); });
    if (answer) { show(await answer.text(), true); } else { button.disabled = false; }
  }

  async function drain() {
    for (var item = Object.keys(waiting)[0]; item; item = Object.keys(waiting)[0]) {
      var chosen = waiting[item];
      var answer = await until(function () { return post(el.dataset.url + '/choose', { item: item, chosen: chosen }); });
      if (waiting[item] === chosen) { delete waiting[item]; }
      if (!answer) { break; }
    }
  }
  function flush() {
    if (!sending && Object.keys(waiting).length) {
      sending = drain().finally(function () { sending = null; });
    }
    return sending || Promise.resolve();
  }

  function choose(button) {
    var options = button.closest('[data-item]');
    var was = button.getAttribute('aria-pressed') === 'true';
    if (options.dataset.kind !== 'multiple') {
      options.querySelectorAll('[data-choose]').forEach(function (one) { one.setAttribute('aria-pressed', 'false'); });
    }
    button.setAttribute('aria-pressed', was ? 'false' : 'true');
    var picked = Array.from(options.querySelectorAll('[aria-pressed="true"]')).map(function (one) { return Number(one.dataset.choose); });
    var mark = el.querySelector('.places [data-place="' + options.dataset.at + '"]');
    if (mark) { mark.classList.toggle('d', picked.length > 0); }
    waiting[options.dataset.item] = picked;
    flush();
  }

  // The time that is left, by this page's own steady clock from what the server said.
  function count() {
    clearInterval(timer);
    var shown = el.querySelector('[data-left]');
    if (!shown) { return; }
    ends = performance.now() + Number(shown.dataset.left) * 1000;
    function tick() {
      var left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      var hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60, seconds = left % 60;
      var two = function (n) { return String(n).padStart(2, '0'); };
      shown.textContent = shown.dataset.words.replace('{time}', (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(seconds));
      shown.classList.toggle('short', left <= 60);
      if (!left) { clearInterval(timer); setTimeout(function () { load('', false); }, 1200); }
    }
    tick();
    timer = setInterval(tick, 1000);
  }

  el.addEventListener('click', function (event) {
    var target = event.target.closest('[data-choose],[data-place],[data-begin],[data-hand-in]');
    if (!target || target.disabled) { return; }
    if (target.dataset.choose !== undefined) { choose(target); }
    else if (target.dataset.begin !== undefined) { act('start', target); }
    else if (target.dataset.handIn !== undefined) { act('hand-in', target); }
    else { load(target.dataset.place, true); }
  });
  if (!el.childElementCount) { load('', false); }
  return function () { clearInterval(timer); };
};
