// Finding one of two hundred names: by nickname, by the first letters of its pinyin, by player number, by state.
// The first character of each letter, in the order of the browser's own pinyin collation.
var FIRSTS = '阿八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他屲夕丫帀', LETTERS = 'abcdefghjklmnopqrstwxyz';

var initials = (function () {
  var order = null, kept = new Map();
  try { order = new Intl.Collator('zh-u-co-pinyin'); } catch (error) { /* an old browser finds by character and number */ }
  // A browser without that order would give wrong letters; these four it must get right.
  var works = order && ['安', '王', '张', '李'].map(letter).join('') === 'awzl';
  function letter(one) {
    if (!/[\u4e00-\u9fff]/.test(one)) { return one.toLowerCase(); }
    for (var at = FIRSTS.length - 1; at >= 0; at -= 1) {
      if (order.compare(FIRSTS[at], one) <= 0) { return LETTERS[at]; }
    }
    return '';
  }
  return function (name) {
    if (!works) { return ''; }
    if (!kept.has(name)) { kept.set(name, Array.from(name).map(letter).join('')); }
    return kept.get(name);
  };
})();

function namesOf(root) {
  var list = root.querySelector('#list'), search = root.querySelector('#q'), none = root.querySelector('#none'), stay = new Set();
  var only = new URLSearchParams(location.search).get('only') || '';

  function fits(one, wanted, digits) {
    var name = one.querySelector('bdi') ? one.querySelector('bdi').textContent : '', text = (one.querySelector('b') || one).textContent.toLowerCase();
    return wanted === '' || text.indexOf(wanted) >= 0 || (digits && text.indexOf(digits) >= 0) || initials(name).indexOf(wanted) === 0;
  }
  // Who was shown when the choice was made stays until another is made: no row moves under a finger.
  function chosen(one) {
    if (!only || only.split(' ').indexOf(one.dataset.s) >= 0) { stay.add(one.id); return true; }
    return stay.has(one.id);
  }
  function show() {
    var wanted = search.value.normalize('NFKC').trim().toLowerCase(), digits = wanted.replace(/\s/g, ''), found = 0;
    list.querySelectorAll('li').forEach(function (one) {
      one.hidden = !fits(one, wanted, digits) || !chosen(one);
      found += one.hidden ? 0 : 1;
    });
    list.querySelectorAll('section').forEach(function (group) { group.hidden = !group.querySelector('li:not([hidden])'); });
    none.hidden = !wanted || found > 0;
    root.querySelectorAll('[data-only]').forEach(function (one) { one.setAttribute('aria-pressed', String(one.dataset.only === only)); });
  }
  function fresh() { stay.clear(); show(); }

  search.addEventListener('input', fresh);
  // The keyboard covers the lower half: what is found should stand above it; the next name replaces the last.
  search.addEventListener('focus', function () { search.form.scrollIntoView({ block: 'start' }); search.select(); });
  search.form.addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); search.blur(); });
  search.form.querySelector('[data-clear]').addEventListener('click', function () { search.value = ''; only = ''; fresh(); search.focus(); });
  root.querySelector('#counts').addEventListener('click', function (event) {
    var button = event.target.closest('[data-only]');
    if (!button) { return; }
    event.preventDefault();
    only = button.dataset.only === only ? '' : button.dataset.only;
    fresh();
  });
  return { show: show };
}
