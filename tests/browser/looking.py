"""What can be said of any screen by looking at it from outside: sizes, names, languages."""

import re

from playwright.sync_api import Page

#: Latin letters that belong to both languages: switches, badges, formats.
_BOTH = re.compile(r"\b(EN|PIN|QR|A[+−]|XLSX|[A-Z]\d?)\b")
_ENGLISH = re.compile(r"[A-Za-z][a-z]+(?:[ '’][A-Za-z]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")

_SEEN = """
  const seen = one => {
    if (!one.checkVisibility()) { return false; }
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (box.width < 2 || box.height < 2 || style.visibility === 'hidden' || +style.opacity === 0 || one.closest('[aria-hidden=true],[hidden],[inert]')) { return false; }
    return !/inset\\(50%\\)|rect\\(0px, 0px, 0px, 0px\\)/.test(style.clipPath + style.clip) && box.right > 0 && box.bottom + scrollY > 0;
  };
  const called = one => one.tagName.toLowerCase() + ' «' + (one.getAttribute('aria-label') || one.innerText || one.value || one.className || '').trim().slice(0, 30) + '»';
"""

_SIDEWAYS = """() => {
  const places = [document.scrollingElement, ...document.querySelectorAll('[data-testid=stMain], .page, main')];
  return places.filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).map(one => `${one.tagName} ${one.scrollWidth} > ${one.clientWidth}`);
}"""

_FAULTS = "() => {" + _SEEN + """
  const found = [];
  const targets = 'a[href], button, select, summary, textarea, label, input, [role=button], [role=tab], [role=option]';
  for (const one of document.querySelectorAll(targets)) {
    const label = one.closest('label');
    if (!seen(one) || (one.tagName === 'LABEL' && !one.querySelector('input')) || (label && label !== one && /^(checkbox|radio)$/.test(one.type))) { continue; }
    if (one.tagName === 'A' && getComputedStyle(one).display === 'inline' && one.closest('p, li, dd')) { continue; }
    const box = (one.matches('input, textarea') && one.closest('[data-testid=stTextInputRootElement], [data-baseweb=select], .code6, .find') || one).getBoundingClientRect();
    if (box.height < 47.5) { found.push('low ' + Math.round(box.height) + ' px: ' + called(one)); }
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const one = text.parentElement, size = parseFloat(getComputedStyle(one).fontSize);
    if (text.data.trim() && !/^(SCRIPT|STYLE|NOSCRIPT|OPTION|TITLE)$/.test(one.tagName) && size < 17.9 && seen(one)) {
      found.push('small ' + size.toFixed(1) + ' px: ' + text.data.trim().slice(0, 30));
    }
  }
  for (const one of document.querySelectorAll('img')) { if (!one.hasAttribute('alt')) { found.push('no alt: ' + one.src.slice(0, 60)); } }
  for (const one of document.querySelectorAll('button, a[href], summary, [role=button]')) {
    const named = one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.innerText || one.title || one.querySelector('img[alt]:not([alt=""])');
    if (seen(one) && !(typeof named === 'string' ? named.trim() : named)) { found.push('no name: ' + one.outerHTML.slice(0, 100)); }
  }
  for (const one of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const labelled = one.labels && one.labels.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.closest('[role=radiogroup]');
    if (!labelled && !one.disabled) { found.push('no label: ' + one.outerHTML.slice(0, 100)); }
  }
  return found;
}"""

_TEXTS = "() => {" + _SEEN + """
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const one = text.parentElement, skipped = one.closest('script, style, noscript, option, [lang]:not(html), [class*=material], [data-testid=stIconMaterial]');
    if (text.data.trim() && !skipped && seen(one)) { found.push(text.data.trim()); }
  }
  for (const one of document.querySelectorAll('[aria-label], [alt], [placeholder], [title]')) {
    if (seen(one) && !one.closest('[data-pref]')) { found.push(...['aria-label', 'alt', 'placeholder', 'title'].map(name => one.getAttribute(name) || '').filter(Boolean)); }
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    """What is too low to tap, too small to read, or has no name."""
    return sorted(set(page.evaluate(_FAULTS)))


def sideways(page: Page) -> list[str]:
    """What would have to be scrolled sideways."""
    return list(page.evaluate(_SIDEWAYS))


def other_language(page: Page, language: str, known: tuple[str, ...]) -> list[str]:
    """Words of the other language that can be seen or heard; known: names that people gave."""
    found = []
    for text in page.evaluate(_TEXTS):
        for one in sorted(known, key=len, reverse=True):
            text = text.replace(one, " ")
        found += (_ENGLISH.findall(_BOTH.sub(" ", text)) if language == "zh" else _CHINESE.findall(text))
    return sorted(set(found))
