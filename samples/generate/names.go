package generate

import "strings"

// word is a name as written, and its plain form for an e-mail address.
type word struct{ shown, plain string }

// words reads names divided by spaces; where a name is not plain ASCII, its plain form
// follows after a bar.
func words(text string) []word {
	var list []word
	for _, field := range strings.Fields(text) {
		shown, plain, given := strings.Cut(field, "|")
		if !given {
			plain = strings.ToLower(strings.NewReplacer("'", "", "-", "").Replace(shown))
		}
		list = append(list, word{shown, plain})
	}
	return list
}

// naming is the names usual among speakers of a language.
type naming struct {
	language      string
	given, family []word
	familyFirst   bool // family name before the given name
	joined        bool // without a space between them
}

var english = naming{
	language: "en",
	given: words(`James Robert Michael David William Richard Joseph Thomas Christopher Daniel Matthew Anthony Mark
		Steven Kevin Brian Marcus Jamal Tyrone Andre Terrence Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica
		Karen Lisa Nancy Sandra Ashley Kimberly Monique Latoya Denise Priya Arjun Amir Leila Kenji`),
	family: words(`Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin Lee
		Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson
		Carter Mitchell Roberts O'Neil O'Connor McAllister Washington Freeman Smith-Jones Patel Singh Haddad Petrosyan
		Tanaka Kim Park Reyes Santos Söderberg|soderberg`),
}

var spanish = naming{
	language: "es",
	given: words(`José|jose Juan Luis Carlos Jorge Miguel Pedro Jesús|jesus Francisco Alejandro Ricardo Manuel Raúl|raul
		Sergio Óscar|oscar Héctor|hector Ramón|ramon Andrés|andres María|maria Guadalupe Ana Rosa Carmen Verónica|veronica
		Leticia Patricia Silvia Alejandra Claudia Yolanda Beatriz Mónica|monica Araceli Esperanza`),
	family: words(`García|garcia Hernández|hernandez Martínez|martinez López|lopez González|gonzalez Rodríguez|rodriguez
		Pérez|perez Sánchez|sanchez Ramírez|ramirez Flores Torres Rivera Gómez|gomez Díaz|diaz Cruz Morales Ortiz
		Gutiérrez|gutierrez Chávez|chavez Ramos Ruiz Muñoz|munoz Mendoza Castillo Jiménez|jimenez Vargas Romero Núñez|nunez
		Ibáñez|ibanez Zúñiga|zuniga`),
}

var vietnamese = naming{
	language: "vi", familyFirst: true,
	given: words(`Minh Hùng|hung Dũng|dung Tuấn|tuan Hải|hai Nam Sơn|son Long Quang Đức|duc Hoa Lan Hương|huong Mai
		Ngọc|ngoc Thảo|thao Linh Phương|phuong Thúy|thuy`),
	family: words(`Nguyễn|nguyen Trần|tran Lê|le Phạm|pham Huỳnh|huynh Hoàng|hoang Phan Vũ|vu Võ|vo Đặng|dang Bùi|bui
		Đỗ|do Hồ|ho Ngô|ngo`),
}

var chinese = naming{
	language: "zh", familyFirst: true, joined: true,
	given:  words(`伟|wei 芳|fang 娜|na 敏|min 静|jing 强|qiang 磊|lei 军|jun 洋|yang 勇|yong 杰|jie 涛|tao 明|ming 秀英|xiuying 建华|jianhua 志强|zhiqiang`),
	family: words(`王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang 黄|huang 赵|zhao 吴|wu 周|zhou 徐|xu 孙|sun 马|ma 林|lin 何|he`),
}

// romanChinese is how many a Chinese name stands in county records.
var romanChinese = naming{
	language: "zh",
	given:    words(`Wei Fang Min Jing Qiang Lei Jun Yang Jie Tao Ming Xiuying Jianhua Zhiqiang`),
	family:   words(`Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Lin He Wong Chan Cheung Leung`),
}

var namings = []*naming{&english, &spanish, &vietnamese, &chinese, &romanChinese}

// naming draws by the share of each language.
func (r *random) naming() *naming { return namings[r.weighted(58, 32, 4, 3, 3)] }

var streets = strings.Split(`Main St,Oak Ave,Maple St,1st St,2nd St,Elm St,Cedar Ln,Pine St,Mission Blvd,Broadway,Willow Way,`+
	`Sierra Vista Dr,El Camino Real,Martin Luther King Jr Way,Cesar Chavez St,Olive Ave,Foothill Blvd,Railroad Ave,`+
	`Calle de la Luna,Orchard Dr,Vineyard Rd,Harbor Blvd,County Road 12,Sunset Ct`, ",")
