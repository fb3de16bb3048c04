/** First and last names of one script: original, and the ASCII form for emails. */
export type Names = { readonly first: readonly Name[]; readonly last: readonly Name[] }
type Name = { readonly written: string; readonly ascii: string }

function read(list: string): readonly Name[] {
  return list.split(' ').map((entry) => {
    const [written = '', ascii = written.toLowerCase()] = entry.split(':')
    return { written: written.replaceAll('_', ' '), ascii }
  })
}

function names(first: string, last: string): Names {
  return { first: read(first), last: read(last) }
}

/** Names in many scripts, to expose ASCII-only assumptions. Plain Latin is more frequent. */
export const scripts: readonly [Names, ...Names[]] = [
  names(
    'Alice Ben Carol David Emma Frank Grace Henry Julia Karen Liam Nora Oscar Paula Quinn Rachel Sam Tara Victor Wendy',
    "Adams Baker Carter Dixon Evans Foster Green Hughes Jones Kelly O'Brien:o'brien O'Neill:o'neill Parker Reed Smith-Jones:smith-jones Taylor van_der_Berg:vanderberg Walker Young De_Luca:deluca",
  ),
  names(
    'José:jose Zoë:zoe André:andre Søren:soren Łukasz:lukasz Ángel:angel Çağla:cagla Jürgen:juergen Renée:renee Ñusta:nusta Þóra:thora Ștefan:stefan Đorđe:djordje Siân:sian Tomáš:tomas',
    'García:garcia Müller:mueller Ångström:angstrom Núñez:nunez Öztürk:oeztuerk Dvořák:dvorak Święcicka:swiecicka Gonçalves:goncalves Þórsson:thorsson Straße:strasse Ferreirós:ferreiros Īpša:ipsa Håkansson:hakansson',
  ),
  names(
    'Мария:maria Иван:ivan Ольга:olga Дмитрий:dmitri Анна:anna Сергей:sergei Юлія:yuliia Олександр:oleksandr Светлана:svetlana Ђорђе:djordje',
    'Иванов:ivanov Петрова:petrova Шевченко:shevchenko Кузнецов:kuznetsov Соколова:sokolova Попов:popov Ковальчук:kovalchuk Ђоковић:djokovic Ёлкина:yolkina',
  ),
  names(
    'محمد:mohammed فاطمة:fatima أحمد:ahmed ليلى:layla يوسف:yusuf نور:nour عمر:omar سارة:sara',
    'الأحمد:alahmad حسن:hassan العلي:alali منصور:mansour خوري:khoury الزهراني:alzahrani رضوان:radwan',
  ),
  names(
    '伟:wei 芳:fang 娜:na 秀英:xiuying 敏:min 静:jing 磊:lei 洋:yang',
    '王:wang 李:li 张:zhang 刘:liu 陈:chen 歐陽:ouyang 黃:huang',
  ),
  names(
    '太郎:taro 花子:hanako さくら:sakura ケンジ:kenji 陽菜:hina 蓮:ren',
    '佐藤:sato 鈴木:suzuki 高橋:takahashi 渡邉:watanabe ヤマダ:yamada',
  ),
  names('민준:minjun 서연:seoyeon 지우:jiwoo 하은:haeun 도윤:doyun', '김:kim 이:lee 박:park 최:choi 정:jeong'),
  names(
    'अर्जुन:arjun प्रिया:priya राहुल:rahul अनन्या:ananya विक्रम:vikram',
    'शर्मा:sharma वर्मा:verma गुप्ता:gupta सिंह:singh अय्यर:iyer',
  ),
  names(
    'Γιώργος:giorgos Μαρία:maria Ελένη:eleni Νίκος:nikos Σοφία:sofia',
    'Παπαδόπουλος:papadopoulos Νικολάου:nikolaou Γεωργίου:georgiou Ωνάσης:onasis',
  ),
  names('נועה:noa דוד:david יעל:yael אבי:avi תמר:tamar', 'כהן:cohen לוי:levi מזרחי:mizrahi פרץ:peretz'),
  names('สมชาย:somchai สุดา:suda มาลี:malee กิตติ:kitti', 'ใจดี:jaidee ศรีสุข:srisuk ทองคำ:thongkham วงศ์ไทย:wongthai'),
  names('გიორგი:giorgi ნინო:nino', 'ბერიძე:beridze მაისურაძე:maisuradze'),
  names('Արամ:aram Անի:ani', 'Պետրոսյան:petrosyan Հակոբյան:hakobyan'),
  names('Nguyễn:nguyen Thị_Hương:huong Quốc_Bảo:bao', 'Trần:tran Phạm:pham Đặng:dang'),
]

/** Companies' domains; the last four are internationalized. */
export const domains: readonly [string, ...string[]] = [
  'acme.example',
  'northwind.example',
  'contoso.example',
  'globex.example',
  'initech.example',
  'umbrella.example',
  'mail.acme.example',
  'hooli.example',
]
export const internationalDomains: readonly [string, ...string[]] = [
  'bücher.example',
  'пример.example',
  '例え.example',
  'münchen.example',
]
