package station_test

import (
	"fmt"

	"github.com/nuanxin/station-kit/station"
)

// person is invented, like everybody here.
type person struct{ name, number, phone, address string }

// people makes n of them. Names have three characters at least: see leak.Scan.
func people(n int) (all []person) {
	families := []string{"欧阳", "司马", "诸葛", "上官", "夏侯", "皇甫", "尉迟", "公孙"}
	given := []string{"测试", "样例", "假名", "虚构", "演示", "范本", "举例", "编造"}
	for i := range n {
		all = append(all, person{
			name:    families[i%8] + given[(i+i/8)%8],
			number:  fmt.Sprintf("1101011990%02d%02d%03dX", 1+i%12, 10+i%18, 101+7*i),
			phone:   fmt.Sprintf("139000%05d", 10007+1009*i),
			address: fmt.Sprintf("虚构市测试区无名路%d号院%d室", 11+i, 301+i),
		})
	}
	return all
}

// secrets are what must not be found: each text, and the parts of it that give
// the person away alone.
func (p person) secrets() []string {
	return []string{p.name, p.number, p.number[6:17], p.number[6:14], p.phone, p.address, "测试区无名路"}
}

// words are what somebody says who tells it all.
func (p person) words(about string) string {
	return fmt.Sprintf("%s：我叫%s，身份证%s，电话%s，住%s。", about, p.name, p.number, p.phone, p.address)
}

// moment is a rider at the kiosk.
type moment struct {
	*station.Station
	*week
	who person
	r   station.Rider
}
