/** Made-up talk of a team: mostly Korean, with English, Japanese, Chinese, codes, addresses and names from programs. */

/** Gives numbers from 0 to below 1. */
export type Random = () => number

/** Numbers that a seed repeats. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<One>(random: Random, from: readonly One[]): One {
  return from[Math.floor(random() * from.length)]!
}

/** As people use words: few very often, most hardly ever. */
function pickCommon<One>(random: Random, from: readonly One[]): One {
  return from[Math.floor(from.length ** random()) - 1] ?? from[0]!
}

const list = (text: string) => text.trim().split(/\s+/)

const nouns =
  list(`회의 프로젝트 배포 서버 일정 회의실 점심 디자인 검토 고객 계약 보고서 발표 자료 테스트 데이터베이스 오류 수정 로그 화면 버튼
  알림 메시지 검색 채팅방 사용자 비밀번호 로그인 권한 관리자 팀장 신입 휴가 출장 주말 월요일 금요일 오전 오후 내일 어제 다음주 예산 견적 마감 품질
  성능 네트워크 장애 복구 백업 보안 인증서 도메인 문서 번역 한국어 일본어 영어 키보드 모니터 노트북 커피 간식 생일 축하 감사 부탁 확인 승인 요청
  답변 질문 아이디어 기획 개발 운영 영업 마케팅 인사 총무 재무 법무 연구 실험 결과 분석 통계 그래프 표 그림 사진 영상 녹화 공유 폴더 파일 첨부
  링크 주소 전화 이메일 우편 택배 주차장 엘리베이터 화장실 출입증 명함 도장 서명 영수증 정산 급여 세금 보험 연금 건강검진 동호회 축구 등산`)
const endings = [
  '',
  '가',
  '이',
  '는',
  '은',
  '을',
  '를',
  '에',
  '에서',
  '으로',
  '와',
  '까지',
  '부터',
  '도',
  '만',
  '의',
  '입니다',
  '예요',
  '인데요',
]
const verbs =
  list(`합니다 했어요 하겠습니다 해주세요 할까요 하는중이에요 끝났어요 안됩니다 됩니다 봤어요 보낼게요 올렸습니다 받았습니다 확인했습니다
  좋아요 괜찮아요 어렵네요 늦어요 급해요 없어요 있어요 같아요 모르겠어요 알겠습니다 ㅋㅋㅋ ㅠㅠ ㅎㅎ 넵 네네`)
const english =
  list(`deploy server meeting review release hotfix rollback the and please check build failed passed production staging login token
  database migration index query timeout retry socket cache invoice customer contract design button layout merge branch commit API URL JSON
  PDF SQL naïve café über Привет мир`)
const japanese =
  list(`会議 資料 確認お願いします ありがとうございます サーバー データベース 東京都 明日の打ち合わせ リリース カタカナ 了解です 進捗どうですか
  ﾃﾞｰﾀ ｻｰﾊﾞｰ お疲れ様でした 障害対応 設計書 納期は来週`)
const chinese = list(
  `项目 会议 明天开会 服务器出错了 数据库迁移 谢谢大家 请确认一下 合同已签 客户反馈 测试环境 部署完成 北京市 上海`,
)

/** Words that are begun, for searching by prefix. */
export const fakeWords = list(
  'depl serv meet rev PLT-3 PLT-36 foo_ get_user user_id 10.0. 192.168.1 v2. http api ａｐｉ #1 C+ .env',
)

const codes: ((random: Random) => string)[] = [
  random => `PLT-${3_600 + Math.floor(random() * 200)}`,
  random => `10.0.${Math.floor(random() * 4)}.${Math.floor(random() * 256)}`,
  random => `192.168.1.${Math.floor(random() * 256)}:8080`,
  random =>
    pick(
      random,
      list('foo_bar get_user_by_id user_id MAX_RETRY_COUNT snake_case_name __init__ kebab-case-name'),
    ),
  random => `v${Math.floor(random() * 4)}.${Math.floor(random() * 20)}.${Math.floor(random() * 10)}`,
  random => `https://wiki.example.com/pages/${Math.floor(random() * 500)}?tab=log`,
  random => `#${Math.floor(random() * 300)}`,
  random => pick(random, list('C++ .env ＡＰＩ ＷＩＦＩ e.g. a/b 50% @grace 😀 👍🏽 🎉 → (주)한빛 "인용"')),
]

/** What somebody might write: 1 to 40 words. */
export function sentence(random: Random): string {
  const length = 1 + Math.floor(random() ** 2 * 40)
  const way = random()
  const words = Array.from({ length }, () => {
    const kind = random()
    if (kind < 0.06) return pick(random, codes)(random)
    if (way < 0.7) return kind < 0.14 ? pickCommon(random, english) : koreanWord(random)
    if (way < 0.85) return pickCommon(random, english)
    return pickCommon(random, way < 0.93 ? japanese : chinese)
  })
  return words.join(random() < 0.9 ? ' ' : '\n')
}

/** How a file might be called. */
export function fileName(random: Random): string {
  const words = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
    random() < 0.6 ? koreanWord(random) : pick(random, [...english, ...japanese, ...chinese]),
  )
  const name = words.join(pick(random, [' ', '_', '-', ''])).replaceAll('/', '')
  return `${name}${pick(random, [' (1)', ' v2', '_최종', '', ''])}.${pick(random, list('pdf PNG hwp xlsx txt'))}`
}

function koreanWord(random: Random): string {
  if (random() < 0.25) return pickCommon(random, verbs)
  const noun = pickCommon(random, nouns)
  return random() < 0.1
    ? noun + pickCommon(random, nouns) + pick(random, endings)
    : noun + pick(random, endings)
}
