// What Streamlit's own buttons and empty fields say is English; here it is said in Chinese.
var LABELS = {
  'Show password': '显示密码', 'Hide password': '隐藏密码', 'Open': '打开', 'Close': '关上', 'Clear value': '清空', 'Clear entry': '清空', 'Clear all': '全部清空',
  'Clear date': '清空日期', 'Clear time': '清空时间', 'Choose date': '选日期', 'Choose date range': '选日期范围', 'Previous month': '上个月', 'Next month': '下个月',
  'Increment': '加一', 'Decrement': '减一', 'Add files': '添加文件', 'file upload': '上传文件', 'Expand sidebar': '展开菜单', 'Collapse sidebar': '收起菜单',
  'Sidebar': '菜单', 'App pages': '页面', 'Selected values': '已选', 'Close Search': '关上搜索', 'Previous Result': '上一个', 'Next Result': '下一个',
  'Choose an option': '请选择', 'Choose options': '请选择'
};

function label(one) {
  var said = LABELS[one.getAttribute('aria-label')];
  if (said) { one.setAttribute('aria-label', said); }
  var hint = LABELS[one.getAttribute('placeholder')];
  if (hint) { one.setAttribute('placeholder', hint); }
}

if (document.documentElement.lang.slice(0, 2) === 'zh') {
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === 'attributes') { label(change.target); return; }
      change.addedNodes.forEach(function (node) {
        if (node.nodeType !== 1) { return; }
        label(node);
        node.querySelectorAll('[aria-label],[placeholder]').forEach(label);
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label', 'placeholder'] });
}
