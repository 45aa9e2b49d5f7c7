"""How people, bodies and places of the invented world are named, and how papers spell them differently."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tradition:
    """How people of one part of the world are named, and how papers spell it: (pattern, other spelling)."""

    countries: str
    given: str
    stems: str
    endings: str
    spellings: tuple[tuple[str, str], ...] = ()
    family_first: float = 0.0  # share of print that puts the family name first
    second_surname: bool = False
    weight: int = 10


SLAVIC = (
    ("ei$", "ey"),
    ("y$", "iy"),
    ("y$", "i"),
    ("ks", "x"),
    ("yu", "iu"),
    ("kh", "h"),
    ("iya$", "ia"),
    ("^E", "Ye"),
    ("v$", "ff"),
    ("sky$", "skiy"),
    ("sky$", "skyy"),
    ("Y", "I"),
    ("ts", "tz"),
)
ARABIC = (
    ("Mohammed", "Muhammad"),
    ("Mohammed", "Mohamed"),
    ("Hussein", "Hussain"),
    ("Q", "K"),
    ("q", "k"),
    ("ou", "u"),
    ("ee", "i"),
    ("al-", "Al "),
    ("al-", "el-"),
    ("al-", ""),
    ("dd", "d"),
    ("Y", "I"),
    ("ei", "ai"),
    ("h$", ""),
)
TRADITIONS = (
    Tradition(
        "GB US AU IE NZ CA",
        "James John Robert Michael William David Richard Thomas Charles Christopher Daniel Matthew "
        "Anthony Mark Steven Andrew Kenneth Edward Joseph Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica "
        "Sarah Karen Nancy Lisa Margaret Catherine Samuel Benjamin Alexander Theodore Gregory Rebecca Victoria",
        "Ash Black Brad Bram Carl Clif Dal Eng Fair Gras Hal Har Hol Ken Lang Lin Mar Mil Nor Oak Pem Rad Shel Stan "
        "Thorn Wal West Whit Wil Win",
        "ton ley field worth well by ham son man brook wood ford er den",
        (("ph", "v"), ("Catherine", "Katherine"), ("Sarah", "Sara"), ("Steven", "Stephen"), ("ey$", "y")),
        weight=26,
    ),
    Tradition(
        "GB US AU",
        "James John Robert Michael David Mary Susan Paul Peter Ann",
        "Smith Jones Brown Williams Taylor Lee Davis Wilson Johnson Miller",
        "",
        weight=5,
    ),
    Tradition(
        "DE AT CH",
        "Hans Jürgen Klaus Wolfgang Günther Stefan Matthias Björn Ulrike Annegret Jörg Sabine Käthe Heinz "
        "Dieter Uwe Ralf Monika Petra Anke",
        "Alt Berg Brand Eich Feld Frei Grün Hof Kirch Köhl Krä Lind Müll Neu Ober Rö Schön Stein Vög Wald Zim",
        "er mann bauer hofer meier stein l inger bach hardt",
        (
            ("ü", "ue"),
            ("ü", "u"),
            ("ö", "oe"),
            ("ö", "o"),
            ("ä", "ae"),
            ("ä", "a"),
            ("Stefan", "Stephan"),
            ("ei", "ai"),
        ),
    ),
    Tradition(
        "NO SE DK",
        "Håkon Jørgen Søren Åse Lars Bjørn Ingrid Solveig Per Knut Astrid Mette Kåre Øystein Gro Magnus",
        "Ander Bakke Dahl Ek Fjell Gran Hauge Jo Kjær Lund Møll Ny Ødeg Sand Strøm Vik",
        "sen sson berg strand gaard er nes land by",
        (("ø", "o"), ("ø", "oe"), ("å", "a"), ("å", "aa"), ("æ", "ae"), ("aa", "å"), ("sen$", "son")),
    ),
    Tradition(
        "FR BE",
        "François Jérôme Hélène Benoît André Thérèse Gérard Zoé Luc Mathieu Aurélie Jean-Pierre Jean-Luc "
        "Marie-Claire Olivier Sylvie Étienne Noël",
        "Beau Bel Cham Char Dela Dubo Fontai Gau Lam Lef Mar Mou Perr Ren Rous Vau",
        "mont is court tier bert nier rand eau el eux",
        (("é", "e"), ("è", "e"), ("ç", "c"), ("î", "i"), ("-", " "), ("ô", "o"), ("É", "E"), ("ë", "e")),
    ),
    Tradition(
        "ES MX AR CO",
        "José María Jesús Andrés Sofía Martín Lucía Joaquín Íñigo Raúl Elena Pablo Carmen Diego Rocío "
        "Ángel Inés Javier",
        "Garc Mart Lóp Sánch Rodrígu Fernánd Gonzál Pér Gutiérr Ordóñ Beltr Carv Esp Mor Sal Vel",
        "ez es ano al án ino ares ero",
        (("í", "i"), ("ó", "o"), ("á", "a"), ("é", "e"), ("ú", "u"), ("ñ", "n")),
        second_surname=True,
    ),
    Tradition(
        "RU UA BY",
        "Sergei Alexei Dmitry Yuri Evgeny Andrei Nikolai Vitaly Gennady Anatoly Maxim Mikhail Alexander "
        "Natalya Tatyana Ksenia Yulia Lyudmila Volodymyr Arseniy",
        "Akh Bor Chern Dmitr Fom Gork Grish Karp Kuzn Laz Mikh Nik Ore Petr Rom Shev Sidor Tkach Vas Yak Zhuk",
        "ov ev sky enko in chuk akov etsov yuk",
        SLAVIC,
        weight=14,
    ),
    Tradition(
        "SA EG IQ SY MA",
        "Mohammed Ahmed Abdullah Khalid Hussein Youssef Omar Fatima Leila Mahmoud Tareq Abdel-Fattah "
        "Nouri Haider Samir Walid Rania Qassem",
        "al-Bash al-Din al-Far al-Had al-Jub al-Kh al-Mal al-Nas al-Qah al-Sad "
        "al-Tam Bakr Dabb Farou Ghann Hamad Kad Mans Qab Rahm",
        "awi ani our iri ouk i imi outi ani ash",
        ARABIC,
    ),
    Tradition(
        "CN TW",
        "Xiaoming Weidong Jianguo Yi Guoqiang Meiling Haifeng Zhiyuan Xiulan Qiang Lihua Jing Yang Zemin "
        "Chunying Wenbin Hua Bo Ping",
        "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo",
        "",
        (
            ("(?<=[a-z]{2})(ming|dong|guo|qiang|ling|feng|yuan|lan|hua|min|ying|bin)$", r" \1"),
            ("Zh", "Ch"),
            ("X", "Hs"),
            ("(?<=[a-z]{2})(ming|dong|guo|ling|feng|yuan|lan|min|ying|bin)$", r"-\1"),
        ),
        family_first=0.75,
    ),
    Tradition(
        "KR",
        "Min-ho Ji-won Jong-su Seung-hyun Hye-jin Dong-wook Sung-min Eun-ji Tae-young Kyung-wha Yong-jun Chung-hee",
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang",
        "",
        (("-", " "), ("-", ""), ("Lee", "Yi"), ("Park", "Pak"), ("oo", "u"), ("eu", "u")),
        family_first=0.7,
        weight=6,
    ),
)
SHORT = (
    "Robert:Bob Rob|William:Bill Will|Richard:Rick Dick|Michael:Mike|James:Jim Jimmy|Joseph:Joe|Thomas:Tom|David:Dave|"
    "Christopher:Chris|Daniel:Dan|Matthew:Matt|Anthony:Tony|Steven:Steve|Andrew:Andy|Kenneth:Ken|Edward:Ted Ed|"
    "Elizabeth:Liz Betty|Margaret:Maggie Peggy|Catherine:Kate Cathy|Susan:Sue|Patricia:Pat|Jennifer:Jen|Samuel:Sam|"
    "Benjamin:Ben|Alexander:Alex Sasha|Theodore:Ted|Gregory:Greg|Rebecca:Becky|Victoria:Vicky|Jessica:Jess|Charles:Charlie "
    "Chuck|John:Jack Johnny|José:Pepe|Mikhail:Misha|Dmitry:Dima|Wolfgang:Wolf|Matthias:Matze|Abdullah:Abdul"
)
NICKNAMES = {full: short.split() for full, short in (entry.split(":") for entry in SHORT.split("|"))}
HONORIFICS = "Mr. Mrs. Dr. Sir Professor Ms. Sheikh Lord".split()
OFFICES = (
    "president=head of state|prime minister=premier=head of government|foreign minister=minister of foreign affairs=top "
    "diplomat|defence minister=defense minister=minister of defence|finance minister=minister of finance|spokesman="
    "spokesperson|spokeswoman=spokesperson|mayor|governor|ambassador=envoy|deputy foreign minister=vice foreign minister|"
    "secretary-general=secretary general=chief|chairman=chair|chief executive=CEO=head|director=head|professor|analyst|"
    "police chief=chief of police|judge|senator|lawmaker=member of parliament|interior minister=home affairs minister|energy "
    "minister|health minister|trade minister=trade secretary|negotiator=chief negotiator|coach=manager|striker=forward|"
    "captain=skipper|general|economist|opposition leader=leader of the opposition|bishop|editor|union leader|researcher"
)
TITLES = [entry.split("=") for entry in OFFICES.split("|")]
FIELDS = "Foreign Defence Finance Health Interior Energy Transport Justice Trade Culture".split()
SECTORS = "Steel Energy Shipping Foods Airlines Motors Chemicals Media Pharma Logistics Telecom Mining Textiles".split()
LEGAL = "Inc. Ltd Corp. plc AG Group Holdings".split()
TOPICS = "Nuclear Space Ports Fisheries Statistics Competition Maritime Railway Water Border Aviation Forest".split()
WORK = "Safety Research Oversight Development Protection Control".split()
PARTIES = "Labour Green Liberal Conservative Progress Centre Democratic Unity".split()
BODIES = (
    ("United Nations", "UN", "U.N."),
    ("World Health Organization", "WHO", "World Health Organisation"),
    ("International Atomic Energy Agency", "IAEA"),
    ("International Monetary Fund", "IMF"),
    ("NATO", "North Atlantic Treaty Organization"),
    ("African Union", "AU"),
    ("World Trade Organization", "WTO", "World Trade Organisation"),
    ("Amnesty International",),
)
EXONYMS = (
    "Kyiv=Kiev Beijing=Peking Mumbai=Bombay Yangon=Rangoon Lviv=Lvov Gdańsk=Danzig Chennai=Madras Kolkata=Calcutta Kharkiv=Kharkov "
    "Odesa=Odessa Geneva=Geneve Guangzhou=Canton Almaty=Alma-Ata Zürich=Zurich Köln=Cologne München=Munich Sevilla=Seville"
)
OTHER_NAMES = {a: b for a, b in (pair.split("=") for pair in EXONYMS.split())}
