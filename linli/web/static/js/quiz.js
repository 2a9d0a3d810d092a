// The quiz card: a tap is posted to a route and answered with the feedback and the next item,
// whether the application's socket is there or not. The server takes an answer once, so a
// repeated request is harmless.
var MOST_WAIT = 8000;

islands.quiz = function (el) {
  var next = null, sending = false;

  function show(html, focus) {
    el.innerHTML = html;
    el.classList.toggle('docked', !!el.querySelector('.dock'));
    el.classList.toggle('twice', el.querySelectorAll('.dock > *').length > 1);
    up();
    var target = el.querySelector('[data-focus]') || el.querySelector('h1');
    if (focus && target) { target.setAttribute('tabindex', '-1'); target.focus({ preventScroll: true }); }
    document.dispatchEvent(new CustomEvent('lc-shown', { detail: el }));
  }

  function tell(text, kind, action) {
    hush();
    var block = make('div', 'say ' + kind);
    block.dataset.told = '1';
    block.setAttribute('role', 'alert');
    block.appendChild(make('i', 'ic ic-' + (kind === 'fault' ? 'warn' : 'info')));
    var inside = make('div');
    inside.appendChild(make('p', '', text));
    if (action) {
      var button = make('button', 'textlink', action);
      button.type = 'button';
      button.addEventListener('click', function () { hush(); load(); });
      inside.appendChild(button);
    }
    block.appendChild(inside);
    el.insertBefore(block, el.querySelector('.dock') || null);
  }
  function hush() { el.querySelectorAll('[data-told]').forEach(function (one) { one.remove(); }); }

  async function load() {
    for (var pause = 500; el.isConnected; pause = Math.min(pause * 2, MOST_WAIT)) {
      try {
        var answer = await ask(el.dataset.url);
        if (answer.ok) { next = null; show(await answer.text(), false); return; }
        if (answer.status < 500) { tell(await reason(answer), 'warn', word('reload')); return; }
      } catch (error) { /* told below */ }
      tell(word('offline'), 'warn', word('again'));
      await Promise.race([wait(pause), online()]);
    }
  }

  async function reason(answer) {
    try { return (await answer.json()).error || word('fault'); } catch (error) { return word('fault'); }
  }

  function online() {
    return new Promise(function (done) { window.addEventListener('online', done, { once: true }); });
  }

  function saving(button) {
    if (button.dataset.confirm !== undefined) {
      button.style.minWidth = button.offsetWidth + 'px';
      button.dataset.said = button.textContent;
      button.textContent = word('saving');
    } else if (button.lastElementChild && !button.querySelector('.saving')) {
      button.lastElementChild.appendChild(make('span', 'saving', word('saving')));
    }
  }
  function free(button, options) {
    sending = false;
    options.removeAttribute('aria-busy');
    button.classList.remove('sent');
    if (button.dataset.said) { button.textContent = button.dataset.said; }
    var note = button.querySelector('.saving');
    if (note) { note.remove(); }
  }

  async function send(button, options, chosen) {
    if (sending) { return; }
    sending = true;
    options.setAttribute('aria-busy', 'true');
    button.classList.add('sent');
    hush();
    var slow = setTimeout(function () { saving(button); }, 400);
    var given = { item: options.dataset.item, chosen: chosen };
    for (var pause = 500, failed = 0; el.isConnected; pause = Math.min(pause * 2, MOST_WAIT)) {
      try {
        var answer = await post(el.dataset.post, given, 8000);
        if (answer.ok) {
          var said = await answer.json();
          clearTimeout(slow);
          sending = false;
          next = said.next || null;
          show(said.html, true);
          return;
        }
        if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
          clearTimeout(slow);
          free(button, options);
          tell(await reason(answer), 'warn', word('reload'));
          return;
        }
      } catch (error) { /* the network: try again */ }
      failed += 1;
      if (failed > 1 || navigator.onLine === false) { tell(word('offline'), 'warn'); }
      await Promise.race([wait(pause), online()]);
    }
    clearTimeout(slow);
  }

  function choose(button) {
    var options = button.closest('[data-item]');
    if (!options || sending) { return; }
    if (options.dataset.kind !== 'multiple') { send(button, options, [Number(button.dataset.answer)]); return; }
    button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') === 'true' ? 'false' : 'true');
    var confirm = el.querySelector('[data-confirm]');
    if (confirm) { confirm.disabled = !options.querySelector('[aria-pressed="true"]'); }
  }

  function confirmed(button) {
    var options = el.querySelector('[data-item]');
    var picked = Array.from(options.querySelectorAll('[aria-pressed="true"]')).map(function (one) { return Number(one.dataset.answer); });
    if (picked.length) { send(button, options, picked); }
  }

  function forward() {
    if (next === null) { load(); return; }
    var html = next;
    next = null;
    show(html, true);
  }

  el.addEventListener('click', function (event) {
    var target = event.target.closest('[data-answer],[data-confirm],[data-next]');
    if (!target || target.disabled) { return; }
    if (target.dataset.answer !== undefined) { choose(target); }
    else if (target.dataset.confirm !== undefined) { confirmed(target); }
    else { forward(); }
  });

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    var place = '1234'.indexOf(event.key) >= 0 ? Number(event.key) - 1 : 'abcd'.indexOf(event.key.toLowerCase());
    if (event.key.length === 1 && place >= 0) {
      var option = el.querySelectorAll('[data-answer]')[place];
      if (option) { event.preventDefault(); option.focus(); choose(option); }
    } else if (event.key === 'Enter' && !event.target.closest('a,button,summary')) {
      var on = el.querySelector('[data-next],[data-confirm]:not([disabled])');
      if (on) { event.preventDefault(); on.click(); }
    }
  }
  document.addEventListener('keydown', key);

  if (!el.childElementCount) { load(); }
  return function () { document.removeEventListener('keydown', key); };
};
