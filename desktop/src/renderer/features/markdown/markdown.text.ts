export const en = {
  code: 'Code',
  copyCode: 'Copy code',
  copied: 'Copied',
}

export const ko = {
  code: '코드',
  copyCode: '코드 복사',
  copied: '복사했어요',
}
