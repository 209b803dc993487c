export const en = {
  code: 'Code',
  table: 'Table',
  copyCode: 'Copy code',
  copied: 'Copied',
}

export const ko = {
  code: '코드',
  table: '표',
  copyCode: '코드 복사',
  copied: '복사했어요',
}
